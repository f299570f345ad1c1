package io.github.pdd4j.tools.paint;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** An RGB color with components in [0, 1]. */
record Color(double red, double green, double blue) {

    /** Creates a color from hue (in turns), saturation and value (both in [0, 1]). */
    static Color hsv(double hue, double saturation, double value) {
        return new Color(
                part(hue, saturation, value, 5), part(hue, saturation, value, 3), part(hue, saturation, value, 1));
    }

    private static double part(double hue, double saturation, double value, int shift) {
        double k = (shift + 6 * (hue - Math.floor(hue))) % 6;
        return value - value * saturation * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    }

    /** Returns harmonizing colors from dark to light, mostly muted, with similar and complementary hues. */
    static List<Color> palette(int size, RandomGenerator random) {
        double base = random.nextDouble();
        double[] hues = {base, base, base + 0.05 + 0.12 * random.nextDouble(), base + 0.5};
        double vivid = 0.25 + 0.5 * random.nextDouble();
        List<Color> palette = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double hue = hues[random.nextInt(hues.length)] + 0.03 * random.nextGaussian();
            double value = 0.12 + 0.83 * (i + random.nextDouble()) / size;
            palette.add(hsv(hue, vivid * Math.pow(random.nextDouble(), 0.8), value));
        }
        return List.copyOf(palette);
    }

    /** Returns a random shade near this color. */
    Color near(double spread, RandomGenerator random) {
        double lighter = spread * random.nextGaussian();
        return new Color(
                clip(red + lighter + 0.3 * spread * random.nextGaussian()),
                clip(green + lighter + 0.3 * spread * random.nextGaussian()),
                clip(blue + lighter + 0.3 * spread * random.nextGaussian()));
    }

    /** Mixes this color with another; {@code share} is the fraction of the other color, 0 to 1. */
    Color mixed(Color other, double share) {
        return new Color(
                red + share * (other.red - red),
                green + share * (other.green - green),
                blue + share * (other.blue - blue));
    }

    private static double clip(double value) {
        return Math.min(1, Math.max(0, value));
    }
}
