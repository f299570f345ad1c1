package io.github.pdd4j.network;

import io.github.pdd4j.weights.StateDict;
import java.util.Arrays;
import java.util.Locale;

/**
 * Refuses a network for gray images, or with alpha, by what it takes and gives.
 *
 * <pre>{@code
 * RgbOnly.check("SRVGGNetCompact", compactGeneralist().weights(), "body.0.weight", "body.26.weight", 3);
 * }</pre>
 */
public final class RgbOnly {
    private RgbOnly() {}

    /**
     * Checks how many channels the first convolution takes.
     *
     * @param family what the network is called
     * @param first the weight (out, in, h, w) of its first convolution; nothing is checked where it is missing
     * @param last the weight of its last one, whose outputs are multiples of 3 for RGB
     * @param inputs how many channels the first one may take
     * @throws IllegalArgumentException if it takes another number, and the file is otherwise in order
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
