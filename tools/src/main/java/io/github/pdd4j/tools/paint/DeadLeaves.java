package io.github.pdd4j.tools.paint;

import java.util.List;
import java.util.random.RandomGenerator;

/** Overlapping shapes of all sizes with lit, patterned surfaces and soft shadows. */
final class DeadLeaves {

    private DeadLeaves() {}

    /** Paints shapes of every kind on a soft background. */
    static void paint(Canvas canvas, RandomGenerator random) {
        List<Color> palette = Color.palette(6, random);
        background(canvas, palette, random);
        double smallest = 2.5 + 9 * random.nextDouble() * random.nextDouble();
        double largest = Math.max(2 * smallest, 0.36 * Math.min(canvas.width(), canvas.height()));
        double toPaint = (1.5 + 1.5 * random.nextDouble()) * canvas.width() * canvas.height();
        while (toPaint > 0) {
            double radius = radius(smallest, largest, random);
            Outline shape = Outline.any(somewhere(canvas, random), radius, random);
            if (radius > 4) {
                canvas.shade(shape, 0.5 + 0.06 * radius, 0.45);
            }
            canvas.paint(shape, surface(palette, shape.place(), radius, random), 0.75);
            toPaint -= 2.5 * radius * radius;
        }
    }

    /** Paints leaves in shades of one hue, as in a hedge. */
    static void foliage(Canvas canvas, RandomGenerator random) {
        double hue = 0.08 + 0.22 * random.nextDouble();
        Color dark = Color.hsv(hue + 0.05, 0.6, 0.14);
        canvas.fill(Paint.flat(dark));
        double size = (0.03 + 0.09 * random.nextDouble()) * (40 + Math.min(canvas.width(), canvas.height()));
        int leaves = (int) Math.min(4000, 2.2 * canvas.width() * canvas.height() / (size * size));
        for (int i = 0; i < leaves; i++) {
            double depth = (i + 1.0) / leaves;
            double length = size * (0.6 + 0.6 * random.nextDouble());
            Color tone = Color.hsv(
                    hue + 0.025 * random.nextGaussian(), 0.3 + 0.35 * random.nextDouble(), 0.25 + 0.6 * depth);
            leaf(canvas, dark.mixed(tone, 0.25 + 0.75 * depth), length, random);
        }
    }

    private static void leaf(Canvas canvas, Color tone, double length, RandomGenerator random) {
        Place place = somewhere(canvas, random);
        Outline blade = Outline.leaf(place, length, 0.25 + 0.25 * random.nextDouble());
        canvas.shade(blade, 0.08 * length, 0.5);
        double ribs = Math.max(3, length / 4);
        Paint.Pattern veins = Paint.stripes(place.turned(0.6), ribs, 1);
        canvas.paint(blade, new Paint(tone, tone.mixed(new Color(0, 0, 0), 0.18), veins, 0.3), 0.75);
        double tip = 0.9 * length;
        Outline rib = Outline.stroke(place.inside(-tip, 0), place.inside(tip, 0), Math.max(0.6, length / 22));
        canvas.paint(rib, Paint.flat(tone.mixed(new Color(1, 1, 0.85), 0.3)), 0.75);
    }

    static void background(Canvas canvas, List<Color> palette, RandomGenerator random) {
        Place place = Place.facing(random.nextInt(512), random.nextInt(512), random.nextDouble());
        Paint.Pattern clouds = Paint.noise(place, canvas.width(), 1);
        canvas.fill(new Paint(some(palette, random), some(palette, random), clouds, 0));
    }

    /** Returns a paint that has a pattern in three of five cases; its second color is usually a shade of the first. */
    private static Paint surface(List<Color> palette, Place place, double radius, RandomGenerator random) {
        Color from = some(palette, random).near(0.06, random);
        Color to = random.nextInt(3) == 0 ? some(palette, random) : from.near(0.18, random);
        double lighting = 0.05 + 0.35 * random.nextDouble();
        boolean patterned = random.nextInt(5) < 3;
        return new Paint(from, to, patterned ? Paint.any(place, radius, random) : (x, y) -> 0, lighting);
    }

    /** Draws a radius with a density proportional to its power -3, by inversion. */
    private static double radius(double smallest, double largest, RandomGenerator random) {
        double least = 1 / (largest * largest);
        double most = 1 / (smallest * smallest);
        return 1 / Math.sqrt(least + (most - least) * random.nextDouble());
    }

    static Color some(List<Color> palette, RandomGenerator random) {
        return palette.get(random.nextInt(palette.size()));
    }

    private static Place somewhere(Canvas canvas, RandomGenerator random) {
        double x = canvas.width() * (1.2 * random.nextDouble() - 0.1);
        double y = canvas.height() * (1.2 * random.nextDouble() - 0.1);
        return Place.facing(x, y, 2 * Math.PI * random.nextDouble());
    }
}
