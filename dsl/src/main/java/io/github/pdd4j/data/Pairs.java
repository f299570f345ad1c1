package io.github.pdd4j.data;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tech.tablesaw.api.Table;

/**
 * Labeled data: low-resolution inputs with their high-resolution ground truth. The scale factor is given when a pair
 * is read.
 *
 * <pre>{@code
 * Pairs pairs = Images.in(folder).downscaledBy(Resampling.MATLAB_BICUBIC);
 * Pair pair = pairs.pair(0, 4);
 * String sizes = pair.low().sizeText() + " to " + pair.high().sizeText();
 * }</pre>
 */
public interface Pairs extends Viewable {
    /**
     * Returns the number of pairs.
     *
     * @return the number of pairs
     */
    int size();

    /**
     * Returns how the inputs were made; results are comparable with published ones only if both used the same method.
     *
     * @return a description; by default {@code as taken}: the inputs are images of their own, not made from the ground
     *     truth
     */
    default String input() {
        return "as taken";
    }

    /**
     * Returns how the inputs were made as values; score tables compare them, and never {@link #input()}.
     *
     * @return numbers, strings, lists, maps or records
     */
    Object inputFacts();

    /**
     * Returns the names of the pairs.
     *
     * @return one name per pair
     */
    List<String> names();

    /**
     * Returns the SHA-256 and name of every image that is read. They identify the training data of a run, and show
     * whether an image is both learned from and measured.
     *
     * @return one digest per image
     */
    List<ImageDigest> digests();

    /**
     * Returns a whole pair, the same on every call. The ground truth is cropped at the right and at the bottom to a
     * multiple of the scale factor.
     *
     * @param index the index, from 0
     * @param scale the scale factor
     * @return the pair, RGB
     * @throws IllegalArgumentException if the image sizes do not fit the scale factor
     */
    Pair pair(int index, int scale);

    /**
     * Returns a random crop of a pair.
     *
     * @param index the index, from 0
     * @param window the size of the crop and the scale factor
     * @param random the source of randomness
     * @return the crop, RGB
     * @throws IllegalArgumentException if the crop is larger than the image
     */
    Pair crop(int index, Window window, RandomGenerator random);

    /**
     * Returns a random crop of a pair whose position and degradation have randomness of their own.
     *
     * @param index the index, from 0
     * @param window the size of the crop and the scale factor
     * @param position the source of randomness of the position
     * @param degradation the source of randomness of what makes the input from the ground truth; by default there is
     *     none but that of {@link #crop(int, Window, RandomGenerator)}
     * @return the crop, RGB
     * @throws IllegalArgumentException if the crop is larger than the image
     */
    default Pair crop(int index, Window window, RandomGenerator position, RandomGenerator degradation) {
        return crop(index, window, position);
    }

    /**
     * Checks that crops of this size fit into every pair and that every pair has the scale factor of the window, so
     * that a long training does not fail at the first bad pair. Uses the file headers where there are files.
     *
     * @param window the size of a crop and the scale factor
     * @throws IllegalArgumentException if some images are too small or some pairs have another scale factor; the
     *     message names them
     */
    void requireCrop(Window window);

    /**
     * Summarizes the file headers. For captured pairs this includes the size ratios and, for at most twenty pairs,
     * the shift between the two images in low-resolution pixels.
     *
     * @return the summary
     */
    Table describe();

    /** The table of {@link #describe()}. */
    @Override
    default View view() {
        return Tables.html(describe());
    }

    /**
     * Opens the pairs of a folder. The folder has either two sub-folders whose names are or end in {@code lr} and
     * {@code hr} (or {@code low} and {@code high}), matched by name, or files such as {@code a_LR4.png} and
     * {@code a_HR.png}. Otherwise its own images are the ground truth, and MATLAB bicubic downscaling makes the
     * inputs.
     *
     * @param folder the folder
     * @return the pairs
     * @throws IllegalArgumentException if folders are missing, empty or do not match
     */
    static Pairs in(Path folder) {
        Optional<CapturedPairs> taken = PairFolder.find(folder);
        return taken.isPresent() ? taken.get() : Images.in(folder).downscaledBy(Resampling.MATLAB_BICUBIC);
    }

    /**
     * Opens the pairs of a folder.
     *
     * @param folder the folder name that {@code ./pdd fetch} created, or a path
     * @return the pairs
     * @throws IllegalArgumentException if folders are missing, empty or do not match
     */
    static Pairs in(String folder) {
        return in(HomeFolder.images(folder));
    }

    /**
     * Pairs captured images by name. Names must be equal except for markers such as {@code x4}, {@code _LR4},
     * {@code HR_} and {@code _gt}, or for one prefix or suffix that all names of one side have in addition.
     *
     * @param low the inputs
     * @param high the ground-truth images
     * @return the pairs, in the order of {@code high}
     * @throws IllegalArgumentException if an image has no partner; the message names all of them
     */
    static CapturedPairs of(Images low, Images high) {
        return new CapturedPairs(low, high);
    }
}
