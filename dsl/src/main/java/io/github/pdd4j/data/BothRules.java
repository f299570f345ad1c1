package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Phrases;

/**
 * Keeps the crops that two rules keep.
 *
 * @param first asked first
 * @param second asked about what the first keeps
 */
record BothRules(CropRule first, CropRule second) implements CropRule {
    @Override
    public boolean keeps(Image crop) {
        return first.keeps(crop) && second.keeps(crop);
    }

    @Override
    public String toString() {
        return Phrases.of(first) + ".and(" + Phrases.of(second) + ")";
    }
}
