package io.github.pdd4j.network;

import io.github.pdd4j.weights.StateDict;
import java.util.Arrays;
import java.util.Locale;

/**
 * Rejects networks for gray images or images with alpha, based on their numbers of channels.
 *
 * <pre>{@code
 * RgbOnly.check("SRVGGNetCompact", compactGeneralist().weights(), "body.0.weight", "body.26.weight", 3);
 * }</pre>
 */
public final class RgbOnly {
    private RgbOnly() {}

    /**
     * Checks the numbers of input and output channels of a network.
     *
     * @param family the name of the architecture
     * @param weights the tensors of the network
     * @param first the name of the first convolution's weight (out, in, h, w); nothing is checked if it does not exist
     * @param last the name of the last convolution's weight, whose number of outputs is a multiple of 3 for RGB;
     *     nothing is checked if it does not exist
     * @param inputs the allowed numbers of input channels
     * @throws IllegalArgumentException if the first convolution has another number of inputs, or the number of outputs
     *     of the last one is not a multiple of 3
     */
    public static void check(String family, StateDict weights, String first, String last, int... inputs) {
        if (!weights.has(first, 4) || !weights.has(last, 4)) {
            return;
        }
        int takes = weights.length(first, 1);
        int gives = weights.length(last, 0);
        boolean known = Arrays.stream(inputs).anyMatch(input -> input == takes);
        if (!known || gives % 3 != 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s must be a network for RGB, got %s that takes %s and gives %s: use a file that was trained on RGB images",
                    family,
                    weights.source(),
                    channels(takes),
                    channels(gives)));
        }
    }

    private static String channels(int count) {
        return count == 1 ? "1 channel (gray)" : count + " channels";
    }
}
