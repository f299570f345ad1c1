package io.github.pdd4j.data;

import io.github.pdd4j.api.Internal;

/** The ready rules for unlabeled crops. */
@Internal
public final class CropRules {
    private CropRules() {}

    /**
     * Keeps crops of some contrast.
     *
     * @param least smallest standard deviation of luma, from 0 to 0.5
     * @return the rule
     * @throws IllegalArgumentException if the value is out of range
     */
    public static CropRule contrast(double least) {
        return new Contrast(least);
    }

    /**
     * Keeps crops with a small flat area.
     *
     * @param most largest share of pixels that equal their right and their lower neighbor, from 0 to 1
     * @return the rule
     * @throws IllegalArgumentException if the share is out of range
     */
    public static CropRule flatArea(double most) {
        return new FlatArea(most);
    }
}
