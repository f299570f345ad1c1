package io.github.pdd4j.tools.paint;

import io.github.pdd4j.image.Image;
import java.util.random.RandomGenerator;

/** A drawing with 2×2 samples per pixel; coordinates are in pixels of the image. */
final class Canvas {
    private static final int SAMPLES = 2;

    private final int width;
    private final int height;
    private final Place light;
    private final float[] red;
    private final float[] green;
    private final float[] blue;

    Canvas(int width, int height, RandomGenerator random) {
        this.width = width;
        this.height = height;
        this.light = Place.facing(0, 0, -Math.PI * random.nextDouble());
        int samples = SAMPLES * width * SAMPLES * height;
        this.red = new float[samples];
        this.green = new float[samples];
        this.blue = new float[samples];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Fills the whole canvas. */
    void fill(Paint paint) {
        Outline everything = Outline.box(Place.at(width / 2.0, height / 2.0), width, height, 0);
        paint(everything, new Paint(paint.from(), paint.to(), paint.pattern(), 0), 1);
    }

    /** Fills a shape; its edge is {@code softness} pixels wide (1 is sharp, more is out of focus). */
    void paint(Outline shape, Paint paint, double softness) {
        each(shape, softness, (i, x, y, cover) -> {
            double share = paint.pattern().at(x, y);
            double lit = 1
                    + paint.lighting()
                            * light.along(
                                    x - shape.place().x(), y - shape.place().y())
                            / shape.reach();
            blend(
                    red,
                    i,
                    cover,
                    lit
                            * (paint.from().red()
                                    + share * (paint.to().red() - paint.from().red())));
            blend(
                    green,
                    i,
                    cover,
                    lit
                            * (paint.from().green()
                                    + share * (paint.to().green() - paint.from().green())));
            blend(
                    blue,
                    i,
                    cover,
                    lit
                            * (paint.from().blue()
                                    + share * (paint.to().blue() - paint.from().blue())));
        });
    }

    /** Draws the shadow of a shape, on the side away from the light. */
    void shade(Outline shape, double distance, double strength) {
        each(shape.moved(-distance * light.cos(), -distance * light.sin()), 2 * distance + 1, (i, x, y, cover) -> {
            blend(red, i, strength * cover, 0);
            blend(green, i, strength * cover, 0);
            blend(blue, i, strength * cover, 0);
        });
    }

    /** Returns the mean of each pixel's samples, rounded to 8 bits. */
    Image image() {
        float[] chw = new float[3 * height * width];
        float[][] planes = {red, green, blue};
        int row = SAMPLES * width;
        for (int i = 0; i < chw.length; i++) {
            float[] plane = planes[i / (height * width)];
            int first = SAMPLES * (i / width % height * row + i % width);
            chw[i] = (plane[first] + plane[first + 1] + plane[first + row] + plane[first + row + 1]) / 4;
        }
        return Image.of(3, height, width, chw).quantized();
    }

    private interface Brush {
        void touch(int sample, double x, double y, double cover);
    }

    /** Calls the brush for every sample covered by a shape, with its coverage. */
    private void each(Outline shape, double softness, Brush brush) {
        double reach = shape.reach() + softness;
        int left = (int) Math.max(0, SAMPLES * (shape.place().x() - reach));
        int right = (int) Math.min(SAMPLES * width, SAMPLES * (shape.place().x() + reach) + 1);
        int top = (int) Math.max(0, SAMPLES * (shape.place().y() - reach));
        int bottom = (int) Math.min(SAMPLES * height, SAMPLES * (shape.place().y() + reach) + 1);
        double cos = shape.place().cos();
        double sin = shape.place().sin();
        for (int j = top; j < bottom; j++) {
            double y = (j + 0.5) / SAMPLES;
            double dy = y - shape.place().y();
            for (int i = left; i < right; i++) {
                double x = (i + 0.5) / SAMPLES;
                double dx = x - shape.place().x();
                double distance = shape.distance().at(dx * cos + dy * sin, dy * cos - dx * sin);
                double cover = Math.min(1, 0.5 - distance / softness);
                if (cover > 0) {
                    brush.touch(j * SAMPLES * width + i, x, y, cover);
                }
            }
        }
    }

    private static void blend(float[] plane, int i, double cover, double value) {
        plane[i] += (float) (cover * (Math.min(1, value) - plane[i]));
    }
}
