package io.github.pdd4j.image;

import java.util.Locale;

/**
 * The common resampling methods of image libraries; their results differ visibly.
 *
 * <p>The MATLAB method works on floats and neither clips nor rounds. The others work on 8-bit levels as their
 * libraries do, so they round their input and their result to 8 bits. All channels, including alpha, are resampled
 * independently. In the descriptions, a is the parameter of the cubic kernel (Keys 1981, Eq. 15).
 *
 * <pre>{@code
 * Image low = Resampling.MATLAB_BICUBIC.downscale(ImageFiles.load(photo), 4).quantized();
 * Image back = Resampling.PILLOW_BICUBIC.upscale(low, 4);
 * }</pre>
 */
public enum Resampling {
    /**
     * MATLAB's imresize, usually called "bicubic" in papers: a = -0.5, antialiased, mirrored edges, float result, not
     * clipped.
     */
    MATLAB_BICUBIC(Arithmetic.FLOAT, (in, out) -> Taps.matlab(Kernels::cubic, 2, in, out)),
    /** Pillow's BICUBIC: a = -0.5, antialiased, weights cut off at the edges, rounded after each direction. */
    PILLOW_BICUBIC(Arithmetic.PILLOW, (in, out) -> Taps.pillow(Kernels::cubic, 2, in, out)),
    /** Pillow's BILINEAR: triangle filter, antialiased. */
    PILLOW_BILINEAR(Arithmetic.PILLOW, (in, out) -> Taps.pillow(Kernels::triangle, 1, in, out)),
    /** Pillow's BOX: the mean of the covered pixels. */
    PILLOW_BOX(Arithmetic.PILLOW, (in, out) -> Taps.pillow(Kernels::box, 0.5, in, out)),
    /** OpenCV's INTER_CUBIC: a = -0.75, not antialiased, so downscaling causes aliasing. */
    OPENCV_CUBIC(Arithmetic.OPENCV_CUBIC, (in, out) -> Taps.openCv(Kernels::sharpCubic, in, out)),
    /** OpenCV's INTER_LINEAR: not antialiased, so downscaling causes aliasing. */
    OPENCV_LINEAR(Arithmetic.OPENCV_LINEAR, (in, out) -> Taps.openCv(Kernels::linear, in, out)),
    /** OpenCV's INTER_AREA for downscaling: the mean of the covered area; upscaling repeats pixels. */
    OPENCV_AREA(Arithmetic.AREA, Taps::area);

    private final Arithmetic arithmetic;

    @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
    private final Axis axis;

    Resampling(Arithmetic arithmetic, Axis axis) {
        this.arithmetic = arithmetic;
        this.axis = axis;
    }

    /**
     * Resizes an image.
     *
     * @param image the image
     * @param width the new width in pixels, at least 1
     * @param height the new height in pixels, at least 1
     * @return the resized image
     * @throws IllegalArgumentException if a side is below 1 or there are more than {@link ImageFiles#MAX_PIXELS}
     *     pixels
     */
    public Image to(Image image, int width, int height) {
        if (width < 1 || height < 1 || (long) width * height > ImageFiles.MAX_PIXELS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a resized image must have 1 to %d pixels, got %dx%d: use smaller sides",
                    ImageFiles.MAX_PIXELS,
                    width,
                    height));
        }
        Taps across = axis.taps(image.width(), width);
        Taps down = axis.taps(image.height(), height);
        int plane = width * height;
        float[] chw = new float[Math.multiplyExact(image.channels(), plane)];
        for (int c = 0; c < image.channels(); c++) {
            double[] values = arithmetic.resize(image, c, across, down);
            for (int i = 0; i < plane; i++) {
                chw[c * plane + i] = arithmetic.value(values[i]);
            }
        }
        return Image.owning(image.channels(), height, width, chw).profiledAs(image);
    }

    /**
     * Divides both sides by a factor.
     *
     * @param image the image
     * @param factor the divisor, at least 1
     * @return the downscaled image
     * @throws IllegalArgumentException if {@code factor} is below 1 or does not divide both sides
     */
    public Image downscale(Image image, int factor) {
        positive(factor);
        if (image.width() % factor != 0 || image.height() % factor != 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "an image to downscale must have sides that are multiples of %d, got %s: use croppedToMultipleOf(%d)",
                    factor,
                    image.sizeText(),
                    factor));
        }
        return to(image, image.width() / factor, image.height() / factor);
    }

    /**
     * Multiplies both sides by a factor.
     *
     * @param image the image
     * @param factor the factor, at least 1
     * @return the upscaled image
     * @throws IllegalArgumentException if {@code factor} is below 1 or the result has more than
     *     {@link ImageFiles#MAX_PIXELS} pixels
     */
    public Image upscale(Image image, int factor) {
        positive(factor);
        return to(image, Math.multiplyExact(image.width(), factor), Math.multiplyExact(image.height(), factor));
    }

    /**
     * Returns what a cell can type: {@code bicubic()}, {@code bilinear()}, {@code area()}, or the constant, for example
     * {@code Resampling.PILLOW_BOX}.
     */
    @Override
    public String toString() {
        return switch (this) {
            case MATLAB_BICUBIC -> "bicubic()";
            case PILLOW_BILINEAR -> "bilinear()";
            case OPENCV_AREA -> "area()";
            case PILLOW_BICUBIC, PILLOW_BOX, OPENCV_CUBIC, OPENCV_LINEAR -> "Resampling." + name();
        };
    }

    private static void positive(int factor) {
        if (factor < 1) {
            throw new IllegalArgumentException("a scale factor must be at least 1, got " + factor
                    + ": use downscale and upscale for the two directions");
        }
    }

    private interface Axis {
        Taps taps(int in, int out);
    }
}
