package io.github.pdd4j.data;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.image.Resampling;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tech.tablesaw.api.Table;

/**
 * Labeled data: low-resolution images with their truth, at a scale that the networks say later.
 *
 * <pre>{@code
 * Pairs pairs = Images.in(folder).downscaledBy(Resampling.MATLAB_BICUBIC);
 * Pair pair = pairs.pair(0, 4);
 * String sizes = pair.low().sizeText() + " to " + pair.high().sizeText();
 * }</pre>
 */
public interface Pairs {
    /** The number of pairs. */
    int size();

    /** How the low-resolution images came to be, which a published number must share with one's own. */
    default String input() {
        return "as taken";
    }

    /** The same as values, which tables of scores compare by {@link io.github.pdd4j.setting.Facts}. */
    default Object inputFacts() {
        return input();
    }

    /** The pairs' names. */
    List<String> names();

    /** SHA-256 and name of every image that is read, as {@code sha256sum} writes them; here only the names. */
    default List<String> digests() {
        return names();
    }

    /**
     * A whole pair, always the same; the truth is cut at the right and at the bottom to multiples of the scale.
     *
     * @throws IllegalArgumentException if the images do not fit the scale
     */
    Pair pair(int index, int scale);

    /**
     * A random window of a pair, {@code side} pixels wide and high in low resolution.
     *
     * @throws IllegalArgumentException if the window is larger than the image
     */
    Pair crop(int index, Window window, RandomGenerator random);

    /**
     * Checks, by the files' headers where there are files, that windows of this size fit into every pair and that every
     * truth is as many times larger than its input as the window says: a long training must not end at the first pair
     * that does not fit.
     *
     * @throws IllegalArgumentException if some images are smaller or some pairs of another scale; the message names
     *     them
     */
    void requireCrop(Window window);

    /**
     * What the files' headers say, and for images that were taken twice the ratio of their sizes and, of at most
     * twenty, by how many low-resolution pixels they are shifted against each other.
     */
    Table describe();

    /**
     * The pairs of a folder: of two sub-folders whose names are or end in {@code lr} and {@code hr} (or {@code low} and
     * {@code high}), matched by name; of files such as {@code a_LR4.png} and {@code a_HR.png}; or else its own images,
     * shrunk by MATLAB's bicubic.
     *
     * @throws IllegalArgumentException if folders are missing, empty or do not match
     */
    static Pairs in(Path folder) {
        Optional<CapturedPairs> taken = PairFolder.find(folder);
        return taken.isPresent() ? taken.get() : Images.in(folder).downscaledBy(Resampling.MATLAB_BICUBIC);
    }

    /** The same by the name that {@code ./pdd fetch} gave the folder, or by its path as a text. */
    static Pairs in(String folder) {
        return in(HomeFolder.images(folder));
    }

    /**
     * Images that were taken twice, matched by name: names must agree but for marks such as {@code x4}, {@code _LR4},
     * {@code HR_} and {@code _gt}, or for one beginning or ending that all on one side have more.
     *
     * @throws IllegalArgumentException if an image has no partner; the message names all of them
     */
    static CapturedPairs of(Images low, Images high) {
        return new CapturedPairs(low, high);
    }
}
