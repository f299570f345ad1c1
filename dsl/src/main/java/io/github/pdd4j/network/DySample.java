package io.github.pdd4j.network;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.weights.StoredTensor;

/**
 * DySample (Liu et al. 2023), an upsampling that several families end with.
 *
 * <pre>{@code
 * System.out.println(DySample.positions(2, 4));
 * }</pre>
 */
@Internal
public final class DySample {
    /** The resource with its function for scripts, which calls their {@code conv}. */
    public static final String SCRIPT = "/io/github/pdd4j/network/dysample.script";

    /** The name of {@link #positions} in its module; the published code expects them in a file. */
    public static final String POSITIONS = "init_pos";

    private DySample() {}

    /**
     * Returns the positions of the new pixels within an old one, horizontal before vertical ones.
     *
     * @param scale the scale factor
     * @param groups the number of groups of channels that are sampled alike
     * @return the positions (1, 2 · groups · scale², 1, 1), in old pixels from the center
     */
    public static StoredTensor positions(int scale, int groups) {
        int pixels = scale * scale;
        float[] positions = new float[2 * groups * pixels];
        for (int i = 0; i < positions.length; i++) {
            int step = i < positions.length / 2 ? i % scale : i % pixels / scale;
            positions[i] = (step - (scale - 1) / 2f) / scale;
        }
        return StoredTensor.of(positions, 1, positions.length, 1, 1);
    }
}
