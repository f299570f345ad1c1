package io.github.pdd4j.data;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A batch of equally sized images, float32 values in [0, 1], layout NCHW; immutable.
 *
 * <pre>{@code
 * Batch batch = new Crops(4, 16, 2, 7).unlabeled(Images.in(folder), 0);
 * float[] nchw = batch.values();
 * }</pre>
 */
@Internal
public final class Batch {
    private final List<String> names;
    private final float[] values;
    private final List<Integer> shape;

    private Batch(List<String> names, float[] values, List<Integer> shape) {
        this.names = List.copyOf(names);
        this.values = values;
        this.shape = shape;
    }

    /** Stacks images of equal channels and size (at least one); {@code names} are the names of their source images. */
    static Batch of(List<String> names, List<Image> images) {
        Image first = images.get(0);
        int each = first.channels() * first.height() * first.width();
        float[] values = new float[images.size() * each];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i).values(), 0, values, i * each, each);
        }
        return new Batch(names, values, List.of(images.size(), first.channels(), first.height(), first.width()));
    }

    /**
     * Returns the source image's name for each item of the batch.
     *
     * @return {@code n} names
     */
    public List<String> names() {
        return names;
    }

    /**
     * Returns a copy of the values.
     *
     * @return {@code n * channels * height * width} values in NCHW order
     */
    public float[] values() {
        return values.clone();
    }

    /**
     * Returns the batch size.
     *
     * @return the number of images
     */
    public int n() {
        return shape.get(0);
    }

    /**
     * Returns the number of channels of each image.
     *
     * @return the number of channels
     */
    public int channels() {
        return shape.get(1);
    }

    /**
     * Returns the height of each image.
     *
     * @return the height in pixels
     */
    public int height() {
        return shape.get(2);
    }

    /**
     * Returns the width of each image.
     *
     * @return the width in pixels
     */
    public int width() {
        return shape.get(3);
    }

    /**
     * Returns one image of the batch.
     *
     * @param index the position in the batch, 0 to {@code n - 1}
     * @return the image as channels x height x width
     */
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
