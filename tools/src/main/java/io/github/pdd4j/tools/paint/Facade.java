package io.github.pdd4j.tools.paint;

import java.util.List;
import java.util.random.RandomGenerator;

/** Walls with windows, brick courses and railings in front of a sky, for straight edges and repetition. */
final class Facade {
    private static final Color BLACK = new Color(0, 0, 0);
    private static final Color WHITE = new Color(1, 1, 1);

    private Facade() {}

    static void paint(Canvas canvas, RandomGenerator random) {
        List<Color> palette = Color.palette(5, random);
        Color sky = Color.hsv(0.56 + 0.06 * random.nextDouble(), 0.4, 0.9);
        Place down = Place.facing(0, 0, Math.PI / 2);
        canvas.fill(new Paint(sky, sky.mixed(WHITE, 0.6), Paint.gradient(down, canvas.height()), 0));
        double x = -0.1 * canvas.width() * random.nextDouble();
        while (x < canvas.width()) {
            double width = canvas.width() * (0.25 + 0.4 * random.nextDouble());
            double top = canvas.height() * 0.45 * random.nextDouble() * random.nextDouble();
            double lean = 0.06 * random.nextGaussian();
            Place corner = Place.facing(x, top, lean);
            house(canvas, corner, width, DeadLeaves.some(palette, random), random);
            x += width;
        }
    }

    private static void house(Canvas canvas, Place corner, double width, Color wall, RandomGenerator random) {
        double height = 1.2 * canvas.height();
        Outline front = Outline.box(corner.inside(width / 2, height / 2), width / 2, height / 2, 0);
        canvas.shade(front, 0.02 * canvas.width() + 1, 0.4);
        double course = 4 + 0.03 * canvas.height() * random.nextDouble();
        Paint.Pattern plaster = random.nextBoolean()
                ? Paint.stripes(corner.turned(Math.PI / 2), course, 3)
                : Paint.noise(corner, 40, 1);
        canvas.paint(front, new Paint(wall, wall.mixed(BLACK, 0.15), plaster, 0.15), 0.75);
        int columns = 2 + random.nextInt(4);
        double cell = width / columns;
        double rise = cell * (1.1 + 0.5 * random.nextDouble());
        Window window = new Window(cell * 0.32, rise * 0.33, wall, random.nextBoolean());
        for (int row = 0; row * rise < height; row++) {
            for (int column = 0; column < columns; column++) {
                window.paint(canvas, corner.inside(cell * (column + 0.5), rise * (row + 0.6)), random);
            }
        }
    }

    private record Window(double a, double b, Color wall, boolean railing) {
        void paint(Canvas canvas, Place place, RandomGenerator random) {
            Color frame = wall.mixed(WHITE, 0.55);
            canvas.paint(Outline.box(place, a * 1.18, b * 1.12, 0), Paint.flat(frame), 0.75);
            Color glass = Color.hsv(0.58, 0.3, 0.15 + 0.5 * random.nextDouble() * random.nextDouble());
            Paint.Pattern glow = Paint.gradient(Place.facing(place.x() - a, place.y() - b, 0.8), 2.5 * b);
            canvas.paint(Outline.box(place, a, b, 0), new Paint(glass, glass.mixed(WHITE, 0.35), glow, 0), 0.75);
            double bar = Math.max(0.5, 0.06 * a);
            canvas.paint(Outline.box(place, bar, b, 0), Paint.flat(frame), 0.75);
            canvas.paint(Outline.box(place.inside(0, -0.3 * b), a, bar, 0), Paint.flat(frame), 0.75);
            canvas.paint(Outline.box(place.inside(0, 1.2 * b), a * 1.3, 0.08 * b, 0), Paint.flat(frame), 0.75);
            if (railing) {
                Paint bars = new Paint(glass, frame.mixed(BLACK, 0.7), Paint.stripes(place, Math.max(3, a / 4), 4), 0);
                canvas.paint(Outline.box(place.inside(0, 0.7 * b), a * 1.2, 0.35 * b, 0), bars, 0.75);
            }
        }
    }
}
