package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.metric.Lpips;
import java.util.Locale;

/**
 * LPIPS (Zhang et al. 2018, Eq. 1) between the specialist's predictions on labeled input and the ground truth, as a
 * perceptual loss.
 *
 * <p>The distillation must use LPIPS's network as its feature extractor, so that the features are computed once for
 * all terms. The border and the rounding of the metric are ignored.
 *
 * <pre>{@code
 * // needs ./pdd fetch vgg16 lpips-vgg16
 * Lpips lpips = lpips("vgg16");
 * Loss term = new LpipsLoss(lpips);
 * System.out.println(distill().features(lpips.trunk()).rIntra(r -> r.layers("conv3_3")).loss("lpips", 0.5, term));
 * }</pre>
 *
 * @param lpips the metric
 */
public record LpipsLoss(Lpips lpips) implements Loss {
    /**
     * The mean over the labeled images.
     *
     * @param p the predictions of one iteration
     * @return a float32 scalar
     * @throws IllegalArgumentException if the feature extractor of the distillation is another network
     */
    @Override
    public NDArray of(Predictions p) {
        if (!p.extractor().computesAs(lpips.trunk())) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the LPIPS loss needs the features of its network %s, got features of %s: add"
                            + " features(lpips.trunk()) to the sentence",
                    lpips.trunk().source(),
                    p.extractor().source()));
        }
        return lpips.distance(
                layer -> p.features(layer).specialist().labeled(),
                layer -> p.features(layer).truth());
    }

    @Override
    public String toString() {
        return "new LpipsLoss(" + lpips + ")";
    }
}
