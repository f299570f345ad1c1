package io.github.pdd4j.tools.paint;

import java.util.random.RandomGenerator;

/** A sky with clouds and a sun, ridges that fade with distance, and a meadow of grass blades. */
final class Landscape {
    private Landscape() {}

    static void paint(Canvas canvas, RandomGenerator random) {
        double hue = random.nextInt(3) == 0 ? 0.04 + 0.06 * random.nextDouble() : 0.54 + 0.08 * random.nextDouble();
        Color zenith = Color.hsv(hue, 0.45 + 0.3 * random.nextDouble(), 0.5 + 0.4 * random.nextDouble());
        Color horizon = zenith.mixed(new Color(1, 0.93, 0.82), 0.6 + 0.3 * random.nextDouble());
        sky(canvas, zenith, horizon, random);
        Color ground = Color.hsv(
                0.08 + 0.3 * random.nextDouble(), 0.35 + 0.3 * random.nextDouble(), 0.2 + 0.2 * random.nextDouble());
        int ridges = 3 + random.nextInt(3);
        for (int i = 0; i < ridges; i++) {
            double near = (i + 1.0) / ridges;
            double top = canvas.height() * (0.35 + 0.45 * (i + 0.5 * random.nextDouble()) / ridges);
            ridge(canvas, top, horizon.mixed(ground, 0.25 + 0.75 * near), random);
        }
        meadow(canvas, ground, random);
    }

    private static void sky(Canvas canvas, Color zenith, Color horizon, RandomGenerator random) {
        double height = canvas.height();
        canvas.fill(new Paint(zenith, horizon, Paint.gradient(Place.facing(0, 0, Math.PI / 2), 0.6 * height), 0));
        Place sun = Place.at(canvas.width() * random.nextDouble(), height * 0.3 * random.nextDouble());
        canvas.paint(Outline.disc(sun, 0.05 * height), Paint.flat(new Color(1, 0.96, 0.82)), 1 + 0.04 * height);
        Place wind = Place.at(random.nextInt(4096), random.nextInt(4096));
        Paint.Pattern clouds = Paint.noise(wind, 0.9 * height, 2.5);
        Color white = new Color(0.97, 0.97, 0.98);
        for (int i = 0; i < 6; i++) {
            Place middle = Place.at(canvas.width() * random.nextDouble(), height * 0.35 * random.nextDouble());
            double width = height * (0.15 + 0.2 * random.nextDouble());
            Paint paint = new Paint(horizon, white, clouds, 0);
            canvas.paint(Outline.ellipse(middle, width, 0.22 * width), paint, 0.35 * width);
        }
    }

    /** Fills everything below a jagged line. */
    private static void ridge(Canvas canvas, double top, Color color, RandomGenerator random) {
        double across = canvas.width();
        double rough = (0.1 + 0.25 * random.nextDouble()) * canvas.height();
        double row = random.nextInt(512);
        double step = 180 / across;
        Outline under =
                new Outline(Place.at(across / 2, canvas.height()), 2.0 * Math.max(across, canvas.height()), (x, y) -> {
                    double line = top + rough * (Noise.TILE.at((x + across) * step, row) - 0.5);
                    return 0.8 * (line - canvas.height() - y);
                });
        Place place = Place.facing(random.nextInt(512), random.nextInt(512), 0.3);
        Paint.Pattern rock = Paint.noise(place, 0.25 * across + 20, 1.5);
        canvas.paint(under, new Paint(color, color.mixed(new Color(0, 0, 0), 0.35), rock, 0), 0.75);
    }

    private static void meadow(Canvas canvas, Color ground, RandomGenerator random) {
        double start = 0.82 * canvas.height();
        int blades = Math.min(5000, canvas.width() * canvas.height() / 40);
        for (int i = 0; i < blades; i++) {
            double depth = (i + 1.0) / blades;
            double y = start + (canvas.height() * 1.08 - start) * depth;
            Place root = Place.at(canvas.width() * random.nextDouble(), y);
            double length = (0.02 + 0.09 * depth) * canvas.height() * (0.5 + random.nextDouble());
            Place tip = root.moved(0.35 * length * random.nextGaussian(), -length);
            Color tone =
                    ground.mixed(Color.hsv(0.14 + 0.15 * random.nextDouble(), 0.5, 0.85), 0.65 * random.nextDouble());
            canvas.paint(Outline.stroke(root, tip, 0.6 + 1.2 * depth), Paint.flat(tone), 0.75);
        }
    }
}
