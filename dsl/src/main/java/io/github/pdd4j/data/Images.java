package io.github.pdd4j.data;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.ImageHeader;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.io.Listing;
import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * An immutable, ordered collection of named images that are loaded on demand.
 *
 * <pre>{@code
 * Images images = Images.in(folder);
 * Pairs labeled = images.downscaledBy(Resampling.MATLAB_BICUBIC);
 * Images unlabeled = images.degradedBy(Degradations.unknown(4));
 * Image first = unlabeled.load(0);
 * System.out.println(images.describe());
 * }</pre>
 */
public final class Images implements Viewable, Facts.Stated {
    private static final long DEGRADED = 1;
    private static final int MAX_NAMED = 20;

    /** The facts of unmodified images: only their digests identify them, not their location. */
    private static final Object STORED = "as stored";

    private final String phrase;
    private final Object facts;
    private final List<String> names;
    private final Source source;

    /**
     * Where the images come from.
     *
     * @param image loads the image of an index
     * @param costly whether loaded images are cached
     * @param files the image files; empty for computed or in-memory images
     * @param original returns from what the image of an index is loaded or computed
     */
    private record Source(IntFunction<Image> image, boolean costly, List<Path> files, IntFunction<Original> original) {}

    /** What an image is loaded or computed from: a file, or an image in memory. */
    private record Original(@Nullable Path file, @Nullable Image image) {
        private String digest(Map<Path, String> ofFiles) {
            return Objects.requireNonNull(
                    file == null ? ImageDigests.of(Objects.requireNonNull(image)) : ofFiles.get(file));
        }
    }

    private Images(String phrase, Object facts, List<String> names, Source source) {
        this.phrase = phrase;
        this.facts = facts;
        this.names = names;
        this.source = source;
    }

    /**
     * Opens the images of a folder, sorted by file name. Sub-folders and files that are not images by extension or
     * content are ignored.
     *
     * @param folder the folder
     * @return the images, loaded on demand
     * @throws IllegalArgumentException if the folder is missing or has no image
     */
    public static Images in(Path folder) {
        return files("images(" + HomeFolder.phrase(folder) + ")", ImageFolder.files(folder));
    }

    /**
     * Opens the images of a folder.
     *
     * @param folder the folder name that {@code ./pdd fetch} created, for example {@code photographs/held-out}, or a
     *     path
     * @return the images, loaded on demand
     * @throws IllegalArgumentException as {@link #in(Path)}; for a data set that can be fetched, the message says how
     */
    public static Images in(String folder) {
        return in(HomeFolder.images(folder));
    }

    static Images files(String phrase, List<Path> files) {
        List<String> names = files.stream().map(ImageFolder::name).toList();
        Source source =
                new Source(i -> ImageFiles.load(files.get(i)), true, files, i -> new Original(files.get(i), null));
        return new Images(phrase, STORED, names, source);
    }

    /**
     * Wraps images in memory, named {@code 1}, {@code 2} and so on.
     *
     * @param images the images, at least one
     * @return the collection
     * @throws IllegalArgumentException if the list is empty
     */
    public static Images of(List<Image> images) {
        return of(
                IntStream.rangeClosed(1, images.size())
                        .mapToObj(Integer::toString)
                        .toList(),
                images);
    }

    /**
     * Wraps named images in memory.
     *
     * @param names one name per image
     * @param images the images, at least one
     * @return the collection
     * @throws IllegalArgumentException if the list is empty or the numbers of names and images differ
     */
    public static Images of(List<String> names, List<Image> images) {
        if (images.isEmpty() || names.size() != images.size()) {
            throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "images need as many names as images, at least one, got %d and %d: ",
                            names.size(),
                            images.size())
                    + "use images(folder) for files");
        }
        List<Image> held = List.copyOf(images);
        Source source = new Source(held::get, false, List.of(), i -> new Original(null, held.get(i)));
        return new Images("Images.of(" + held.size() + " images)", STORED, List.copyOf(names), source);
    }

    /**
     * Returns the image name for a file name: the name without an image extension, if it has one.
     *
     * @param file the file name
     * @return the image name
     */
    public static String nameOf(String file) {
        return ImageFolder.nameOf(file);
    }

    /**
     * Returns the number of images.
     *
     * @return the number of images, at least 1
     */
    public int size() {
        return names.size();
    }

    /**
     * Returns the image names; for files, the file names without folder and extension.
     *
     * @return one name per image
     */
    public List<String> names() {
        return names;
    }

    /**
     * Loads an image as stored (gray, RGB or RGBA).
     *
     * @param index the index, from 0
     * @return the image
     * @throws java.io.UncheckedIOException if its file cannot be read
     */
    public Image load(int index) {
        return source.costly ? ImageCache.SHARED.of(this, index, source.image) : source.image.apply(index);
    }

    /**
     * Returns the file of an image.
     *
     * @param index the index, from 0
     * @return the file; empty for a computed or in-memory image
     */
    public Optional<Path> file(int index) {
        return source.files.isEmpty() ? Optional.empty() : Optional.of(source.files.get(index));
    }

    /**
     * Reads the header of an image file without decoding the image; without a file, the header is made from the
     * loaded image.
     *
     * @param index the index, from 0
     * @return the header
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public ImageHeader header(int index) {
        return file(index).map(ImageFiles::header).orElseGet(() -> ImageHeader.of(load(index)));
    }

    /**
     * Checks that crops of this size fit into every image, so that a long training does not fail at the first image
     * that is too small. Uses the file headers where there are files.
     *
     * @param side the height and width of a crop in pixels
     * @throws IllegalArgumentException if some images are smaller; the message names them
     */
    public void requireCrop(int side) {
        List<String> small = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            ImageSize size = header(i).size();
            if (size.width() < side || size.height() < side) {
                small.add(names.get(i) + " of " + size);
            }
        }
        if (small.size() == size()) {
            // If no image is large enough, the crop is more likely wrong than the images, and one example suffices.
            small.subList(1, size()).clear();
        }
        if (!small.isEmpty()) {
            throw new IllegalArgumentException("crops must fit into every image, got crops of " + side + "x" + side
                    + (small.size() == 1 ? " for image " : " for images ")
                    + Listing.first(MAX_NAMED, small)
                    + ": use a smaller crop" + (small.size() == 1 ? "" : " or leave them out"));
        }
    }

    /**
     * Returns the SHA-256 and name of each image. A degraded image has the digest of its original. Digests of unchanged
     * files are cached across processes.
     *
     * @return one digest per image
     */
    public List<ImageDigest> digests() {
        List<Original> originals =
                IntStream.range(0, size()).mapToObj(source.original).toList();
        Map<Path, String> ofFiles = ImageDigests.of(originals.stream()
                .map(Original::file)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        return IntStream.range(0, size())
                .mapToObj(i -> new ImageDigest(originals.get(i).digest(ofFiles), names.get(i)))
                .toList();
    }

    /** Returns the name for messages: the file name, or the image name if there is no file. */
    String fileName(int index) {
        return file(index).map(ImageFolder::fileName).orElseGet(() -> names.get(index));
    }

    /** Returns the same images in another order, with the same phrase. */
    Images ordered(int... order) {
        return Arrays.equals(order, IntStream.range(0, size()).toArray()) ? this : selected(phrase, order);
    }

    /** Returns the images of these indices under other names. */
    Images matched(List<String> otherNames, int... order) {
        return new Images(phrase, facts, List.copyOf(otherNames), selected(phrase, order).source);
    }

    private Images selected(String code, int... chosen) {
        List<Path> files = source.files.isEmpty()
                ? List.of()
                : IntStream.of(chosen).mapToObj(source.files::get).toList();
        Source some = new Source(i -> load(chosen[i]), false, files, i -> source.original.apply(chosen[i]));
        return new Images(code, facts, IntStream.of(chosen).mapToObj(names::get).toList(), some);
    }

    /**
     * Leaves out images, such as damaged ones: {@code images("holiday").without("blurred.jpg", "dark.png")}.
     *
     * @param left file names, or image names
     * @return the other images, in the same order
     * @throws IllegalArgumentException if there is no image of a name, or no image would be left
     */
    public Images without(String... left) {
        Set<Integer> out = new HashSet<>();
        for (String name : left) {
            List<Integer> found = matching(i -> fileName(i).equals(name));
            out.addAll(found.isEmpty() ? matching(i -> names.get(i).equals(name)) : found);
            if (found.isEmpty() && !names.contains(name)) {
                throw new IllegalArgumentException("images to leave out must be of " + phrase + ", got " + name
                        + ": the nearest are " + NearestNames.of(name, names));
            }
        }
        if (out.size() == size()) {
            throw new IllegalArgumentException("some images must be left, got all " + size() + " of " + phrase
                    + " to leave out: name fewer, or use another folder");
        }
        int[] rest = IntStream.range(0, size()).filter(i -> !out.contains(i)).toArray();
        return left.length == 0 ? this : selected(phrase + ".without(" + Phrases.list(List.of(left)) + ")", rest);
    }

    private List<Integer> matching(IntPredicate wanted) {
        return IntStream.range(0, size()).filter(wanted).boxed().toList();
    }

    /**
     * Returns the progress of this process in hashing files for {@link #digests()}.
     *
     * @return a message; empty when no file is being hashed
     */
    public static Optional<String> hashing() {
        return ImageDigests.progress();
    }

    /**
     * Returns a range of the images.
     *
     * @param from the first index, 0 or more
     * @param to the index after the last one, above {@code from} and at most {@link #size()}
     * @return the images of the range
     * @throws IllegalArgumentException if the range is empty or out of bounds
     */
    public Images subset(int from, int to) {
        if (from < 0 || to > size() || from >= to) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a subset must lie in 0 to %d and not be empty, got %d to %d: use subset(0, %d) or a part of it",
                    size(),
                    from,
                    to,
                    size()));
        }
        String part = String.format(Locale.ROOT, "%s.subset(%d, %d)", phrase, from, to);
        List<Path> theirs = source.files.isEmpty() ? List.of() : source.files.subList(from, to);
        Source some = new Source(i -> load(from + i), false, theirs, i -> source.original.apply(from + i));
        return new Images(part, facts, names.subList(from, to), some);
    }

    /**
     * Cuts every image into squares of one size, in rows and columns without overlap, as many as fit around its center.
     * So a metric has many images to judge by, where there are few but large ones. The squares of
     * {@code astronaut.png} are named {@code astronaut-1-1}, {@code astronaut-1-2} and so on, by row and column.
     *
     * <pre>{@code
     * Images squares = Images.in(folder).crops(32);
     * System.out.println(squares.size() + " squares, the first is " + squares.names().get(0));
     * }</pre>
     *
     * @param side the height and width of a square in pixels, at least 1
     * @return the squares, cut on demand
     * @throws IllegalArgumentException if {@code side} is below 1 or above a side of an image; the message names it
     */
    public Images crops(int side) {
        return crops(side, Integer.MAX_VALUE, phrase + ".crops(" + side + ")", Map.of("images", facts, "crops", side));
    }

    /**
     * Cuts at most some squares from every image: of those of {@link #crops(int)} the ones in the middle of equal
     * shares, so that they lie all over the image. So every image counts alike, and a large one takes no longer.
     *
     * <pre>{@code
     * Images squares = Images.in(folder).crops(32, 4);
     * System.out.println(squares.size() + " squares, the first is " + squares.names().get(0));
     * }</pre>
     *
     * @param side the height and width of a square in pixels, at least 1
     * @param most the largest number of squares of an image, at least 1
     * @return the squares, cut on demand
     * @throws IllegalArgumentException if {@code side} is below 1 or above a side of an image, or {@code most} is below
     *     1
     */
    public Images crops(int side, int most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "squares of an image must be at least 1, got " + most + ": use crops(128, 6)");
        }
        return crops(
                side,
                most,
                phrase + ".crops(" + side + ", " + most + ")",
                Map.of("images", facts, "crops", side, "most", most));
    }

    private Images crops(int side, int most, String code, Object cropped) {
        if (side < 1) {
            throw new IllegalArgumentException(
                    "side of the squares must be at least 1, got " + side + ": use crops(128)");
        }
        requireCrop(side);
        List<Square> squares = IntStream.range(0, size())
                .boxed()
                .flatMap(i -> spread(Square.all(i, header(i).size(), side).toList(), most))
                .toList();
        Source cut = new Source(
                i -> squares.get(i).of(load(squares.get(i).image), side),
                false,
                List.of(),
                i -> source.original.apply(squares.get(i).image));
        return new Images(
                code,
                cropped,
                squares.stream()
                        .map(square -> names.get(square.image) + square.suffix)
                        .toList(),
                cut);
    }

    /** The middle one of each of equal shares of a list. */
    private static Stream<Square> spread(List<Square> all, int most) {
        return all.size() <= most
                ? all.stream()
                : IntStream.range(0, most).mapToObj(k -> all.get((int) ((2L * k + 1) * all.size() / (2L * most))));
    }

    /** A square of an image: its index, the left column and the top row, and what its name has beyond the image's. */
    private record Square(int image, int x, int y, String suffix) {
        static Stream<Square> all(int image, ImageSize size, int side) {
            int columns = size.width() / side;
            int rows = size.height() / side;
            int left = (size.width() - columns * side) / 2;
            int top = (size.height() - rows * side) / 2;
            return IntStream.range(0, rows * columns)
                    .mapToObj(k -> new Square(
                            image,
                            left + k % columns * side,
                            top + k / columns * side,
                            "-" + (k / columns + 1) + "-" + (k % columns + 1)));
        }

        Image of(Image whole, int side) {
            return whole.crop(x, y, side, side);
        }
    }

    /**
     * Appends other images to these.
     *
     * @param more the images to append
     * @return both collections in order
     */
    public Images and(Images more) {
        Source ours = source;
        Source theirs = more.source;
        boolean inFiles = !ours.files.isEmpty() && !theirs.files.isEmpty();
        Source both = new Source(
                i -> i < size() ? load(i) : more.load(i - size()),
                false,
                inFiles ? joined(ours.files, theirs.files) : List.of(),
                i -> i < size() ? ours.original.apply(i) : theirs.original.apply(i - size()));
        return new Images(phrase + ".and(" + more + ")", List.of(facts, more.facts), joined(names, more.names), both);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /**
     * Makes labeled pairs: these images are the ground truth and their downscaled versions the inputs.
     *
     * @param resampling the resampling method
     * @return the pairs
     */
    public Pairs downscaledBy(Resampling resampling) {
        return downscaledBy(Downscaling.of(resampling));
    }

    /**
     * Makes labeled pairs whose inputs come from a degradation that divides the sides by the scale factor of the
     * networks.
     *
     * @param degradation the degradation
     * @return the pairs
     */
    public Pairs downscaledBy(Degradation degradation) {
        return downscaledBy(Downscaling.of(degradation));
    }

    /**
     * Makes labeled pairs whose inputs come from a downscaling.
     *
     * @param downscaling how the inputs are made
     * @return the pairs
     */
    public Pairs downscaledBy(Downscaling downscaling) {
        return new SyntheticPairs(this, downscaling);
    }

    /**
     * Degrades these images and rounds them to 8 bits, for example to simulate real unlabeled images. Each image is
     * always degraded in the same way.
     *
     * @param degradation the degradation
     * @return the degraded images, RGB, computed on demand
     */
    public Images degradedBy(Degradation degradation) {
        IntFunction<Image> degrade = i -> Degradations.applied(degradation, load(i).rgb(), Seeds.random(DEGRADED, i))
                .quantized();
        return new Images(
                phrase + ".degradedBy(" + Phrases.of(degradation) + ")",
                Map.of("images", facts, "degradedBy", degradation),
                names,
                new Source(degrade, true, List.of(), source.original));
    }

    /**
     * Summarizes the file headers: numbers, sizes, channels, bits, formats, and each unreadable file with the reason.
     * Nothing is decoded, so damaged pixel data is not detected.
     *
     * @return the summary
     */
    public Table describe() {
        return DatasetReport.of(this);
    }

    /**
     * Returns thumbnails of up to thirty evenly spaced images with their names.
     *
     * @return the grid
     */
    public ImageGrid contactSheet() {
        return ContactSheet.of(this, 30);
    }

    /**
     * Returns {@link #describe()} as an HTML table.
     *
     * @return the view
     */
    @Override
    public View view() {
        return Tables.html(describe());
    }

    /**
     * Returns how the stored images are modified; {@link #digests} identifies the stored images.
     *
     * @return the values to compare
     */
    @Override
    public Object facts() {
        return facts;
    }

    /**
     * Returns the expression that creates this collection.
     *
     * @return the expression
     */
    @Override
    public String toString() {
        return phrase;
    }
}
