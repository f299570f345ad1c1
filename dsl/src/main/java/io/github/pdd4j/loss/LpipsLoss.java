package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.metric.Lpips;
import java.util.Locale;

/**
 * LPIPS (Zhang et al. 2018, Eq. 1) of the specialist's predictions on labeled input to the truth, as a perceptual loss.
 *
 * <p>The sentence must measure its features in LPIPS's own network, so that they are computed once for all terms; the
 * border and the rounding of the metric are left out.
 *
 * <pre>{@code
 * // needs ./pdd fetch vgg16 lpips-vgg16
 * Lpips lpips = lpips("vgg16");
 * Loss term = new LpipsLoss(lpips);
 * System.out.println(distill().features(lpips.trunk()).rIntra(r -> r.layers("conv3_3")).loss("lpips", 0.5, term));
 * }</pre>
 *
 * @param lpips the measure
 */
public record LpipsLoss(Lpips lpips) implements Loss {
    /**
     * The mean over the labeled images.
     *
     * @throws IllegalArgumentException if the sentence's features are of another network
     */
    @Override
    public NDArray of(Predictions p) {
        if (!p.extractor().computesAs(lpips.trunk())) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "LPIPS needs the features of its own network %s, got those of %s: say features(lpips.trunk()) in the sentence",
                    lpips.trunk().source(),
                    p.extractor().source()));
        }
        return lpips.distance(
                layer -> p.features(layer).specialist().labeled(),
                layer -> p.features(layer).truth());
    }
}
