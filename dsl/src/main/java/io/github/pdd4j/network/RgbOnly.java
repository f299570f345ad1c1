package io.github.pdd4j.network;

import io.github.pdd4j.image.Channels;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Holds networks to RGB by their numbers of channels: those for gray images are rewritten where that is possible, others
 * are rejected.
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
                    "%s must be a network for RGB, got %s that takes %s and gives %s: use a file that was trained on RGB images%s",
                    family,
                    weights.source(),
                    channels(takes),
                    channels(gives),
                    takes == 1 ? ", or for gray ones an RRDBNet or SRVGGNetCompact" : ""));
        }
    }

    /**
     * Rewrites a network for gray images as one for RGB, which predicts of the luma what the network predicts of gray: its
     * first convolution takes 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), and its last one gives its result for each
     * color. For a gray image, whose colors are equal, the prediction is the same up to rounding.
     *
     * <p>Only for architectures that compute nothing else with the colors, such as a mean that is subtracted.
     *
     * @param weights the tensors of the network
     * @param first the name of the first convolution's weight (out, in, h, w)
     * @param last the name of the last convolution's weight, followed by a pixel shuffle or by nothing
     * @param inputs the numbers of input channels for RGB
     * @return the rewritten tensors; the same ones if they are not those of a network for gray images
     */
    public static StateDict fromGray(StateDict weights, String first, String last, int... inputs) {
        if (!weights.has(first, 4) || !weights.has(last, 4)) {
            return weights;
        }
        int takes = weights.length(first, 1);
        int gives = weights.length(last, 0);
        boolean folded = Arrays.stream(inputs).anyMatch(input -> input == 3 * takes);
        // Four channels are also those of RGBA, which has four outputs.
        if (!folded || (takes > 1 && gives > 1)) {
            return weights;
        }
        StateDict rgb = weights.with(first, takingLuma(weights.tensor(first)));
        if (isSquare(gives)) {
            String bias = last.replaceAll("weight$", "bias");
            rgb = rgb.with(last, thrice(weights.tensor(last)));
            rgb = rgb.has(bias) ? rgb.with(bias, thrice(weights.tensor(bias))) : rgb;
        }
        return rgb;
    }

    /** One channel, or the s·s channels that a pixel shuffle makes one of; three times a square is none. */
    private static boolean isSquare(int count) {
        int root = (int) Math.round(Math.sqrt(count));
        return root * root == count;
    }

    private static StoredTensor takingLuma(StoredTensor weight) {
        long[] shape = weight.shape();
        float[] gray = weight.floats();
        int outputs = Math.toIntExact(shape[0]);
        int each = gray.length / outputs;
        float[] rgb = new float[3 * gray.length];
        for (int i = 0; i < rgb.length; i++) {
            int output = i / (3 * each);
            int color = i / each % 3;
            rgb[i] = Channels.lumaShare(color) * gray[output * each + i % each];
        }
        return StoredTensor.of(rgb, shape[0], 3 * shape[1], shape[2], shape[3]);
    }

    private static StoredTensor thrice(StoredTensor tensor) {
        long[] shape = tensor.shape();
        float[] gray = tensor.floats();
        float[] rgb = new float[3 * gray.length];
        for (int color = 0; color < 3; color++) {
            System.arraycopy(gray, 0, rgb, color * gray.length, gray.length);
        }
        shape[0] *= 3;
        return StoredTensor.of(rgb, shape);
    }

    private static String channels(int count) {
        return count == 1 ? "1 channel (gray)" : count + " channels";
    }
}
