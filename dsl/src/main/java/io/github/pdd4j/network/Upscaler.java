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
 * Upscales images: a network, or an interpolation as a baseline.
 *
 * <pre>{@code
 * System.out.println(Upscaler.bicubic(4).upscale(image(photo)));
 * System.out.println(compactGeneralist().upscale(images(folder), folder.resolve("upscaled")));
 * }</pre>
 */
public interface Upscaler {
    /**
     * Upscales an image. Gray, alpha and the color profile are preserved.
     *
     * @param image the image, in [0, 1]
     * @return the image, {@link #scale()} times larger in each direction, clipped to [0, 1]
     * @throws IllegalArgumentException if the image contains non-finite numbers
     */
    Image upscale(Image image);

    /**
     * Returns the scale factor in each direction.
     *
     * @return the scale factor
     */
    int scale();

    /**
     * Returns what identifies this upscaler in tables and output folders.
     *
     * @return the identity
     */
    Identity identity();

    /**
     * Returns the device that was set for this upscaler.
     *
     * @return the device; empty if none was set or none is used
     */
    default Optional<Device> device() {
        return Optional.empty();
    }

    /**
     * Opens a session for many images. Close it on the thread that opened it.
     *
     * @return the session
     */
    default Session open() {
        return this::upscale;
    }

    /**
     * Upscales the images of a stream on demand, with one session for all of them.
     *
     * <p>The session is closed after the last image, when the stream is closed, or when the stream becomes unreachable.
     *
     * @param images the images
     * @return the upscaled images, in the same order
     */
    default Stream<Image> upscale(Stream<Image> images) {
        return UpscaledStream.of(this, images);
    }

    /**
     * Upscales images into a folder, as PNG files with the same names. 16-bit inputs give 16-bit outputs.
     *
     * <p>A repeated call after an interruption skips outputs that are newer than their inputs. An image that cannot be
     * read does not stop the run.
     *
     * @param images the images
     * @param folder the output folder, other than that of the inputs; created if it does not exist
     * @return one row for each image: state, sizes, seconds and the reason of a failure; failed images come first
     * @throws IllegalArgumentException if the folder contains images of another network or other settings, or two
     *     outputs have the same name
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    default Table upscale(Images images, Path folder) {
        return upscale(images, folder, ImageFileFormat.PNG);
    }

    /**
     * Upscales images into a folder in a file format; see {@link #upscale(Images, Path)}.
     *
     * @param images the images
     * @param folder the output folder
     * @param format the file format
     * @return one row for each image
     */
    default Table upscale(Images images, Path folder, ImageFileFormat format) {
        return new FolderRun(this, images, folder, format).table();
    }

    /**
     * Upscales images into a folder: {@code network.upscale(images("holiday"), "larger")}; see {@link #upscale(Images,
     * Path)}.
     *
     * @param images the images
     * @param folder the path of the output folder
     * @return one row for each image
     */
    default Table upscale(Images images, String folder) {
        return upscale(images, Path.of(folder));
    }

    /**
     * Upscales images into a folder in a file format; see {@link #upscale(Images, Path)}.
     *
     * @param images the images
     * @param folder the path of the output folder
     * @param format the file format
     * @return one row for each image
     */
    default Table upscale(Images images, String folder, ImageFileFormat format) {
        return upscale(images, Path.of(folder), format);
    }

    /**
     * Upscales all images.
     *
     * @param images the images
     * @return the upscaled images, in the same order
     */
    default List<Image> upscale(Images images) {
        return upscale(IntStream.range(0, images.size()).mapToObj(images::load)).toList();
    }

    /**
     * Upscales the low-resolution images of a dataset: {@code features.of(network.upscale(pairs))}.
     *
     * @param pairs the dataset
     * @return the predictions, in the same order
     */
    default List<Image> upscale(Pairs pairs) {
        return upscale(IntStream.range(0, pairs.size())
                        .mapToObj(i -> pairs.pair(i, scale()).low()))
                .toList();
    }

    /** An open upscaler for many images. */
    @FunctionalInterface
    interface Session extends AutoCloseable {
        /**
         * Upscales an image; see {@link Upscaler#upscale(Image)}.
         *
         * @param image the image
         * @return the upscaled image
         */
        Image upscale(Image image);

        /** Releases the resources of the session. */
        @Override
        default void close() {}
    }

    /**
     * Returns bicubic interpolation as in MATLAB: the baseline that a network should exceed.
     *
     * @param scale the scale factor, at least 1
     * @return the upscaler
     * @throws IllegalArgumentException if {@code scale} is below 1
     */
    static Upscaler bicubic(int scale) {
        return new Interpolation(scale);
    }

    /**
     * Returns an upscaler that takes only the luma from another one, and the colors from bicubic interpolation.
     *
     * @param upscaler the upscaler of the luma
     * @return the upscaler
     */
    static Upscaler onLuma(Upscaler upscaler) {
        return new OnLuma(upscaler);
    }

    /**
     * Bicubic interpolation as in MATLAB.
     *
     * @param scale the scale factor, at least 1
     */
    record Interpolation(int scale) implements Upscaler {
        /**
         * Checks the scale.
         *
         * @param scale size of the result divided by the size of the input, at least 1
         * @throws IllegalArgumentException if {@code scale} is below 1
         */
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
            return new Identity("bicubic ×" + scale, "", "", this);
        }

        @Override
        public String toString() {
            return "bicubicUpscaling(" + scale + ")";
        }
    }
}
