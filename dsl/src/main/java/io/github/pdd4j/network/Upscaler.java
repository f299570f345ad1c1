package io.github.pdd4j.network;

import ai.djl.Device;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFileFormat;
import io.github.pdd4j.image.Resampling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * Whatever makes a larger image of a small one: a network, or an interpolation to compare it with.
 *
 * <pre>{@code
 * System.out.println(Upscaler.bicubic(4).upscale(image(photo)));
 * System.out.println(compactGeneralist().upscale(images(folder), folder.resolve("upscaled")));
 * }</pre>
 */
public interface Upscaler {
    /**
     * The image, {@link #scale()} times larger in each direction, clipped to [0, 1]; gray, alpha and the color profile are
     * kept.
     */
    Image upscale(Image image);

    /** How many times larger the result is, in each direction. */
    int scale();

    /** What it is known by, in tables and in the folders of its images. */
    Identity identity();

    /** On which device it was told to compute; empty where it was not, or has nothing to compute there. */
    default Optional<Device> device() {
        return Optional.empty();
    }

    /** Made ready for many images: close it, on the thread that opened it, after the last. */
    default Session open() {
        return this::upscale;
    }

    /**
     * Images one after another, each when it is asked for; what the first needs is loaded for all of them.
     *
     * <p>It is given back after the last image, when the stream is closed, or when nobody holds the stream any more.
     */
    default Stream<Image> upscale(Stream<Image> images) {
        return UpscaledStream.of(this, images);
    }

    /**
     * Upscales images into a folder, as PNG files of the same names; 16-bit files stay so.
     *
     * <p>Called again after an interruption, it leaves out what is there and newer than its input. An image that
     * cannot be read does not stop the others.
     *
     * @return a row for each image: what became of it, its sizes, the seconds; those that failed come first
     * @throws IllegalArgumentException if the folder holds images of another network or of other settings
     */
    default Table upscale(Images images, Path folder) {
        return upscale(images, folder, ImageFileFormat.PNG);
    }

    /** The same as files of another format. */
    default Table upscale(Images images, Path folder, ImageFileFormat format) {
        return new FolderRun(this, images, folder, format).table();
    }

    /** The same by the folder's path as a text: {@code network.upscale(images("holiday"), "larger")}. */
    default Table upscale(Images images, String folder) {
        return upscale(images, Path.of(folder));
    }

    /** The same by the folder's path as a text. */
    default Table upscale(Images images, String folder, ImageFileFormat format) {
        return upscale(images, Path.of(folder), format);
    }

    /** The images, larger, in their order. */
    default List<Image> upscale(Images images) {
        return upscale(IntStream.range(0, images.size()).mapToObj(images::load)).toList();
    }

    /** The predictions of the low-resolution images of a whole set, in its order: {@code features.of(network.upscale(pairs))}. */
    default List<Image> upscale(Pairs pairs) {
        return upscale(IntStream.range(0, pairs.size())
                        .mapToObj(i -> pairs.pair(i, scale()).low()))
                .toList();
    }

    /** An upscaler that is ready for many images. */
    @FunctionalInterface
    interface Session extends AutoCloseable {
        /** As {@link Upscaler#upscale(Image)}. */
        Image upscale(Image image);

        /** Gives back what it held. */
        @Override
        default void close() {}
    }

    /** MATLAB-like bicubic interpolation: what a network must beat. */
    static Upscaler bicubic(int scale) {
        return new Interpolation(scale);
    }

    /** Bicubic interpolation. */
    record Interpolation(int scale) implements Upscaler {
        /** Checks the scale. */
        public Interpolation {
            if (scale < 1) {
                throw new IllegalArgumentException(
                        "scale of an interpolation must be at least 1, got " + scale + ": use bicubicUpscaling(4)");
            }
        }

        @Override
        public Image upscale(Image image) {
            image.requireFinite("an image to upscale");
            return Resampling.MATLAB_BICUBIC.upscale(image, scale).clipped();
        }

        @Override
        public Identity identity() {
            return new Identity("bicubic ×" + scale, "", "");
        }
    }
}
