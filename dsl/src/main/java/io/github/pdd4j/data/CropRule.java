package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;

/**
 * Decides whether an unlabeled crop is trained on. Another crop is drawn in place of one that is not kept.
 *
 * <pre>{@code
 * CropRule mine = crop -> crop.values()[0] > 0;
 * System.out.println(distill().unlabeledCrops(contrast(0.02).and(flatArea(0.25)).and(mine)));
 * }</pre>
 */
@FunctionalInterface
public interface CropRule {
    /**
     * Tells whether a crop is kept. The same crop must have the same answer, so that a run can be repeated.
     *
     * @param crop low-resolution crop, RGB, before it is turned
     * @return whether it is trained on
     */
    boolean keeps(Image crop);

    /**
     * Adds another rule.
     *
     * @param other a rule that a crop must pass too
     * @return the rule that keeps what both keep
     */
    default CropRule and(CropRule other) {
        return new BothRules(this, other);
    }
}
