package io.github.pdd4j.tools.paint;

import java.util.random.RandomGenerator;

/** A shape: its center, the maximum distance from there, and the signed distance to its edge (negative inside). */
record Outline(Place place, double reach, Distance distance) {

    /**
     * The signed distance in pixels of a point in the shape's own coordinates (relative to its center and direction).
     */
    interface Distance {
        double at(double x, double y);
    }

    static Outline disc(Place place, double radius) {
        return new Outline(place, radius, (x, y) -> Math.sqrt(x * x + y * y) - radius);
    }

    /** The distance is approximate but nearly exact close to the edge, where it is used. */
    static Outline ellipse(Place place, double a, double b) {
        return new Outline(place, Math.max(a, b), (x, y) -> {
            double norm = hypot(x / a, y / b);
            double slope = hypot(x / (a * a), y / (b * b));
            return slope < 1e-9 ? -Math.min(a, b) : norm * (norm - 1) / slope;
        });
    }

    /** A rectangle with half sides a and b and rounded corners. */
    static Outline box(Place place, double a, double b, double rounding) {
        return new Outline(place, hypot(a, b), (x, y) -> {
            double dx = Math.abs(x) - a + rounding;
            double dy = Math.abs(y) - b + rounding;
            double outside = hypot(Math.max(dx, 0), Math.max(dy, 0));
            return outside + Math.min(Math.max(dx, dy), 0) - rounding;
        });
    }

    /** A regular polygon with the given circumradius. */
    static Outline polygon(Place place, double radius, int corners) {
        double inner = radius * Math.cos(Math.PI / corners);
        double[] cos = new double[corners];
        double[] sin = new double[corners];
        for (int i = 0; i < corners; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / corners);
            sin[i] = Math.sin(2 * Math.PI * i / corners);
        }
        return new Outline(place, radius, (x, y) -> {
            double distance = -radius;
            for (int i = 0; i < corners; i++) {
                distance = Math.max(distance, x * cos[i] + y * sin[i] - inner);
            }
            return distance;
        });
    }

    /** A disc with a wavy edge. */
    static Outline blob(Place place, double radius, int lobes, double depth) {
        return new Outline(place, radius * (1 + depth), (x, y) -> {
            double angle = Math.atan2(y, x);
            double wave = Math.sin(lobes * angle) + 0.5 * Math.sin((lobes + 1) * angle + 1);
            return hypot(x, y) - radius * (1 + depth * wave / 1.5);
        });
    }

    /** A leaf shape, the intersection of two circles; {@code width} is the ratio of width to length. */
    static Outline leaf(Place place, double length, double width) {
        double radius = length * (1 + width * width) / (2 * width);
        double offset = radius - length * width;
        return new Outline(place, length, (x, y) -> hypot(x, Math.abs(y) + offset) - radius);
    }

    /** A line with round ends. */
    static Outline stroke(Place from, Place to, double thickness) {
        double half = hypot(to.x() - from.x(), to.y() - from.y()) / 2;
        double angle = Math.atan2(to.y() - from.y(), to.x() - from.x());
        Place middle = Place.facing((from.x() + to.x()) / 2, (from.y() + to.y()) / 2, angle);
        return new Outline(
                middle, half + thickness / 2, (x, y) -> hypot(Math.max(Math.abs(x) - half, 0), y) - thickness / 2);
    }

    /** A random closed shape of about the given radius. */
    static Outline any(Place place, double radius, RandomGenerator random) {
        double slim = 0.3 + 0.6 * random.nextDouble();
        return switch (random.nextInt(8)) {
            case 0, 1 -> disc(place, radius);
            case 2 -> ellipse(place, radius, radius * slim);
            case 3 -> box(place, radius, radius * slim, 0);
            case 4 -> box(place, radius, radius * slim, 0.3 * radius * slim);
            case 5 -> polygon(place, radius, 3 + random.nextInt(4));
            case 6 -> blob(place, radius, 2 + random.nextInt(5), 0.05 + 0.2 * random.nextDouble());
            default -> leaf(place, 1.3 * radius, 0.3 + 0.3 * random.nextDouble());
        };
    }

    Outline moved(double dx, double dy) {
        return new Outline(place.moved(dx, dy), reach, distance);
    }

    /** Math.hypot guards against overflow, which would take most of the drawing time. */
    private static double hypot(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }
}
