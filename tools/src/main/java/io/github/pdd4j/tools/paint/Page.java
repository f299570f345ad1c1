package io.github.pdd4j.tools.paint;

import java.util.List;
import java.util.random.RandomGenerator;

/** A printed page: a heading, lines of meaningless signs made of strokes, and colored figures. */
final class Page {
    /** The strokes of made-up signs on a grid of 3 columns and 5 rows: pairs of points, numbered row by row. */
    private static final int[][] SIGNS = {
        {0, 12, 0, 2, 6, 7},
        {0, 12, 2, 14, 6, 8},
        {0, 12, 12, 14},
        {1, 13, 0, 2},
        {0, 12, 0, 14, 2, 14},
        {0, 13, 2, 13},
        {0, 14, 2, 12},
        {0, 2, 2, 8, 8, 6, 6, 12, 12, 14},
        {0, 2, 2, 12, 12, 14},
        {3, 12, 3, 5, 5, 14},
        {6, 8, 6, 12, 8, 14, 12, 14},
        {1, 12, 1, 14, 9, 11},
        {2, 14, 6, 8, 6, 12, 12, 14},
        {0, 12, 6, 8, 8, 14},
        {4, 13},
        {0, 7, 2, 7, 7, 13},
        {3, 5, 3, 12, 5, 14, 4, 13},
        {0, 2, 0, 12, 6, 8, 12, 14}
    };

    private Page() {}

    static void paint(Canvas canvas, RandomGenerator random) {
        List<Color> palette = Color.palette(5, random);
        Color paper = Color.hsv(0.1, 0.12 * random.nextDouble(), 0.86 + 0.12 * random.nextDouble());
        Paint.Pattern fibres = Paint.noise(Place.at(random.nextInt(512), random.nextInt(512)), 60, 1);
        canvas.fill(new Paint(paper, paper.mixed(new Color(0.5, 0.45, 0.4), 0.12), fibres, 0));
        double angle = 0.05 * random.nextGaussian();
        double y = 0.05 * canvas.height();
        while (y < 1.1 * canvas.height()) {
            double size = random.nextInt(5) == 0 ? 14 + 22 * random.nextDouble() : 6 + 8 * random.nextDouble();
            Color ink = random.nextInt(4) == 0 ? palette.get(1) : Color.hsv(0.6, 0.3, 0.12);
            int lines = size > 14 ? 1 : 2 + random.nextInt(6);
            for (int i = 0; i < lines; i++) {
                line(canvas, Place.facing(0.06 * canvas.width(), y, angle), size, ink, random);
                y += 1.7 * size;
            }
            y = random.nextInt(3) == 0 ? figure(canvas, y, palette, random) : y + size;
        }
    }

    private static void line(Canvas canvas, Place start, double size, Color ink, RandomGenerator random) {
        double end = canvas.width() * (0.75 + 0.2 * random.nextDouble());
        double weight = size * (0.09 + 0.09 * random.nextDouble());
        double step = 0.62 * size;
        for (double along = 0; along < end - start.x(); along += step) {
            if (random.nextInt(6) != 0) {
                sign(canvas, start.inside(along, 0), size, new Pen(weight, ink), random);
            }
        }
    }

    private static void sign(Canvas canvas, Place corner, double size, Pen pen, RandomGenerator random) {
        int[] strokes = SIGNS[random.nextInt(SIGNS.length)];
        for (int i = 0; i < strokes.length; i += 2) {
            Outline line =
                    Outline.stroke(point(corner, size, strokes[i]), point(corner, size, strokes[i + 1]), pen.weight());
            canvas.paint(line, Paint.flat(pen.ink()), 0.6);
        }
    }

    private static Place point(Place corner, double size, int number) {
        int row = number / 3;
        return corner.inside(0.2 * size * (number % 3), 0.22 * size * row);
    }

    /** Paints a figure and returns the y coordinate at which the text continues. */
    private static double figure(Canvas canvas, double y, List<Color> palette, RandomGenerator random) {
        double half = canvas.height() * (0.08 + 0.12 * random.nextDouble());
        double x = canvas.width() * (0.3 + 0.4 * random.nextDouble());
        Outline frame = Outline.box(Place.at(x, y + half), canvas.width() * 0.24, half, 0);
        Paint.Pattern pattern = Paint.any(Place.facing(x, y, 6 * random.nextDouble()), half, random);
        canvas.paint(frame, new Paint(palette.get(0), palette.get(3), pattern, 0.2), 0.75);
        for (int i = 0; i < 4; i++) {
            Place place = Place.facing(
                    x + canvas.width() * (0.36 * random.nextDouble() - 0.18), y + half, random.nextDouble());
            Paint paint = new Paint(palette.get(2), palette.get(4), Paint.any(place, half, random), 0.3);
            canvas.paint(Outline.any(place, half * (0.2 + 0.5 * random.nextDouble()), random), paint, 0.75);
        }
        return y + 2.2 * half;
    }

    private record Pen(double weight, Color ink) {}
}
