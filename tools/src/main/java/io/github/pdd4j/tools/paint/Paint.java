package io.github.pdd4j.tools.paint;

import java.util.random.RandomGenerator;

/** The fill of a shape: two colors, a pattern that mixes them, and the strength of the {@code lighting}. */
record Paint(Color from, Color to, Pattern pattern, double lighting) {

    /** The fraction of the second color, 0 to 1, at a point in pixels. */
    interface Pattern {
        double at(double x, double y);
    }

    static Paint flat(Color color) {
        return new Paint(color, color, (x, y) -> 0, 0);
    }

    /** A gradient from the place to {@code length} pixels along its direction. */
    static Pattern gradient(Place place, double length) {
        return (x, y) -> clip(place.along(x, y) / length);
    }

    /**
     * Cloud-like noise, or fibers along the direction if {@code stretch} is above 1; {@code size} is the coarsest
     * feature in pixels.
     */
    static Pattern noise(Place place, double size, double stretch) {
        double step = 128 / size;
        return (x, y) -> {
            double u = place.along(x, y) * step / stretch + 7 * place.x();
            double v = place.across(x, y) * step + 7 * place.y();
            return clip(1.6 * Noise.TILE.at(u, v) - 0.3);
        };
    }

    /** Stripes across the direction: a sine wave if {@code contrast} is 1, sharper edges if it is larger. */
    static Pattern stripes(Place place, double period, double contrast) {
        return (x, y) -> clip(0.5 + 0.5 * contrast * Math.sin(2 * Math.PI / period * place.along(x, y)));
    }

    /** A checkerboard with edges about one pixel wide. */
    static Pattern checks(Place place, double period) {
        double hardness = period / 3;
        return (x, y) -> {
            double u = Math.sin(2 * Math.PI / period * place.along(x, y));
            double v = Math.sin(2 * Math.PI / period * place.across(x, y));
            return clip(0.5 + hardness * u * v);
        };
    }

    /** Slightly irregular rings around the place, as in wood. */
    static Pattern rings(Place place, double period) {
        return (x, y) -> {
            double wobble = 1.5 * period * Noise.TILE.at(x, y);
            double radius = Math.sqrt(square(place.along(x, y)) + square(0.6 * place.across(x, y)));
            return 0.5 + 0.5 * Math.sin(2 * Math.PI / period * (radius + wobble));
        };
    }

    /** A random pattern whose features are proportional to {@code size} pixels. */
    static Pattern any(Place place, double size, RandomGenerator random) {
        double period = Math.max(3.5, size * (0.08 + 0.5 * random.nextDouble()));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> noise(place, 2 * size + 16, 1);
            case 3 -> noise(place, size + 8, 4 + 6 * random.nextDouble());
            case 4, 5 -> gradient(place.moved(-size / 2, -size / 2), 2 * size);
            case 6 -> stripes(place, period, 1 + 3 * random.nextDouble());
            case 7 -> checks(place, period);
            case 8 -> rings(place, period);
            default -> (x, y) -> 0;
        };
    }

    private static double square(double value) {
        return value * value;
    }

    private static double clip(double value) {
        return Math.min(1, Math.max(0, value));
    }
}
