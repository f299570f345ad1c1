package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Images of one size, side by side in the layout NCHW, float32 in [0, 1]; immutable.
 *
 * <pre>{@code
 * Batch batch = new Crops(4, 16, 2, 7).unlabeled(Images.in(folder), 0);
 * float[] nchw = batch.values();
 * }</pre>
 */
public final class Batch {
    private final List<String> names;
    private final float[] values;
    private final List<Integer> shape;

    private Batch(List<String> names, float[] values, List<Integer> shape) {
        this.names = List.copyOf(names);
        this.values = values;
        this.shape = shape;
    }

    /** Images of equal channels and size, at least one, and what each was cut from. */
    static Batch of(List<String> names, List<Image> images) {
        Image first = images.get(0);
        int each = first.channels() * first.height() * first.width();
        float[] values = new float[images.size() * each];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i).values(), 0, values, i * each, each);
        }
        return new Batch(names, values, List.of(images.size(), first.channels(), first.height(), first.width()));
    }

    /** What each image was cut from. */
    public List<String> names() {
        return names;
    }

    /** A copy of the n * channels * height * width values. */
    public float[] values() {
        return values.clone();
    }

    /** The number of images. */
    public int n() {
        return shape.get(0);
    }

    /** The channels of each. */
    public int channels() {
        return shape.get(1);
    }

    /** Rows. */
    public int height() {
        return shape.get(2);
    }

    /** Columns. */
    public int width() {
        return shape.get(3);
    }

    /** One of the images, 0 to n - 1. */
    public Image image(int index) {
        int each = channels() * height() * width();
        float[] chw = Arrays.copyOfRange(values, index * each, (index + 1) * each);
        return Image.of(channels(), height(), width(), chw);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Batch that
                && names.equals(that.names)
                && shape.equals(that.shape)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(names, shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "batch of %d images of %dx%d", n(), width(), height());
    }
}
