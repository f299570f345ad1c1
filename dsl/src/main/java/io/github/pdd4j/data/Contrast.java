package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;

/**
 * Keeps crops of some contrast, and leaves out those of sky or shadow: the standard deviation of luma (ITU-R BT.601)
 * over the pixels must reach a value.
 *
 * @param least smallest standard deviation, from 0 to 0.5
 */
record Contrast(double least) implements CropRule {
    private static final Settings<Contrast> SETTINGS = Settings.of(
            Contrast.class,
            Setting.of("least")
                    .within(
                            "least contrast of a crop",
                            value -> (double) value >= 0 && (double) value <= 0.5,
                            "a standard deviation from 0 to 0.5",
                            "use contrast(0.02)"));

    Contrast {
        SETTINGS.check(least);
    }

    @Override
    public boolean keeps(Image crop) {
        // What is not finite is kept, so that the training names its image.
        return !(deviation(crop) < least);
    }

    static double deviation(Image crop) {
        float[] values = crop.values();
        int plane = crop.width() * crop.height();
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < plane; i++) {
            double luma = 0.299 * values[i] + 0.587 * values[plane + i] + 0.114 * values[2 * plane + i];
            sum += luma;
            squares += luma * luma;
        }
        double mean = sum / plane;
        return Math.sqrt(Math.max(0, squares / plane - mean * mean));
    }

    @Override
    public String toString() {
        return "contrast(" + least + ")";
    }
}
