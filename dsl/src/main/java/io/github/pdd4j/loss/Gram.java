package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * Gram matrices of feature maps.
 *
 * <p>The example is the loss that section D.d of the supplement warns against: pulling the low-level features of both
 * predictions together makes them collapse.
 *
 * <pre>{@code
 * Loss collapse = p -> {
 *     PerDomain f = p.features("block5").specialist();
 *     return Gram.of(f.unlabeled()).sub(Gram.of(f.labeled())).norm();
 * };
 * System.out.println(distill().features(features(smallSrResNet())).rIntra(0).rInter(0).perceptual(p -> p.weight(0))
 *         .loss("collapse", 1, collapse));
 * }</pre>
 */
public final class Gram {
    private Gram() {}

    /**
     * The Gram matrix F·Fᵀ / (C·H·W), with F reshaped to (N, C, H·W).
     *
     * @param features (N, C, H, W)
     * @return (N, C, C)
     */
    public static NDArray of(NDArray features) {
        return FeatureMaps.gram(features);
    }
}
