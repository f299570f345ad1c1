package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;

/**
 * Keeps crops in which few pixels have exactly the color of their right and of their lower neighbor. It leaves out bars,
 * clipped areas, and the gray that decoders put where a file is damaged; noise makes neighbors differ elsewhere.
 *
 * @param most largest share of such pixels, from 0 to 1
 */
record FlatArea(double most) implements CropRule {
    private static final Settings<FlatArea> SETTINGS = Settings.of(
            FlatArea.class,
            Setting.of("most")
                    .within(
                            "flat area of a crop",
                            value -> (double) value >= 0 && (double) value <= 1,
                            "a share from 0 to 1",
                            "use flatArea(0.25)"));

    FlatArea {
        SETTINGS.check(most);
    }

    @Override
    public boolean keeps(Image crop) {
        return share(crop) <= most;
    }

    /** The share among the pixels that have both neighbors; 0 if there are none. */
    static double share(Image crop) {
        float[] values = crop.values();
        int width = crop.width();
        int height = crop.height();
        int flat = 0;
        for (int y = 0; y + 1 < height; y++) {
            for (int x = 0; x + 1 < width; x++) {
                boolean same = true;
                for (int c = 0; c < crop.channels(); c++) {
                    int at = (c * height + y) * width + x;
                    same &= values[at] == values[at + 1] && values[at] == values[at + width];
                }
                flat += same ? 1 : 0;
            }
        }
        return flat / (double) Math.max(1, (width - 1) * (height - 1));
    }

    @Override
    public String toString() {
        return "flatArea(" + most + ")";
    }
}
