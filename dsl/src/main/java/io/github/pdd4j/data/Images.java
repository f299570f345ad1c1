package io.github.pdd4j.data;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.ImageHeader;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/**
 * An immutable, ordered collection of named images that are loaded when they are asked for.
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
    private static final int NAMED = 20;

    /** What identifies images as they are stored: their digests alone, wherever they lie. */
    private static final Object STORED = "as stored";

    private final String phrase;
    private final Object facts;
    private final List<String> names;
    private final Source source;

    /**
     * Where the images come from.
     *
     * @param costly whether loaded images are held while memory allows
     * @param files where the images lie; empty for those that are made or held
     * @param originals the files that the images, or what they are made from, lie in
     * @param digest SHA-256 of what an image is made from
     */
    private record Source(
            IntFunction<Image> image,
            boolean costly,
            List<Path> files,
            List<Path> originals,
            IntFunction<String> digest) {}

    private Images(String phrase, Object facts, List<String> names, Source source) {
        this.phrase = phrase;
        this.facts = facts;
        this.names = names;
        this.source = source;
    }

    /**
     * The images of a folder (not of its sub-folders), sorted by name; files that are no images by name or by
     * content are passed over.
     *
     * @throws IllegalArgumentException if the folder is missing or holds no image
     */
    public static Images in(Path folder) {
        return files("images(" + HomeFolder.phrase(folder) + ")", ImageFolder.files(folder));
    }

    /**
     * The images of a folder, by the name that {@code ./pdd fetch} gave it, {@code photographs/held-out}, or by its path.
     *
     * @throws IllegalArgumentException as {@link #in(Path)}; of a set that can be fetched, the message says how
     */
    public static Images in(String folder) {
        return in(HomeFolder.images(folder));
    }

    static Images files(String phrase, List<Path> files) {
        List<String> names = files.stream().map(ImageFolder::name).toList();
        Source source =
                new Source(i -> ImageFiles.load(files.get(i)), true, files, files, i -> ImageDigests.of(files.get(i)));
        return new Images(phrase, STORED, names, source);
    }

    /**
     * Images at hand, named {@code 1}, {@code 2} and so on.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Images of(List<Image> images) {
        return of(
                IntStream.rangeClosed(1, images.size())
                        .mapToObj(Integer::toString)
                        .toList(),
                images);
    }

    /**
     * Images at hand under names of their own.
     *
     * @throws IllegalArgumentException if there is none, or the numbers differ
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
        Source source = new Source(held::get, false, List.of(), List.of(), i -> ImageDigests.of(held.get(i)));
        return new Images("Images.of(" + held.size() + " images)", STORED, List.copyOf(names), source);
    }

    /** The name of an image in a file of this name: without the ending, where that is one of an image's. */
    public static String nameOf(String file) {
        return ImageFolder.nameOf(file);
    }

    /** The number of images. */
    public int size() {
        return names.size();
    }

    /** The images' names: of files, without folder and ending. */
    public List<String> names() {
        return names;
    }

    /**
     * An image by its index, as it is stored (gray, RGB or RGBA).
     *
     * @throws java.io.UncheckedIOException if its file cannot be read
     */
    public Image load(int index) {
        return source.costly ? ImageCache.SHARED.of(this, index, source.image) : source.image.apply(index);
    }

    /** The file of an image; empty for one that is made or held. */
    public Optional<Path> file(int index) {
        return source.files.isEmpty() ? Optional.empty() : Optional.of(source.files.get(index));
    }

    /**
     * What an image's file says of itself, without decoding it; for one without a file, what loading it gives.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public ImageHeader header(int index) {
        return file(index).map(ImageFiles::header).orElseGet(() -> ImageHeader.of(load(index)));
    }

    /**
     * Checks, by the files' headers where there are files, that crops of this side fit into every image: a long
     * training must not end at the first small one.
     *
     * @throws IllegalArgumentException if some are smaller; the message names them
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
            // The crop is the odd one.
            small.subList(1, size()).clear();
        }
        if (!small.isEmpty()) {
            String more = small.size() > NAMED ? " and " + (small.size() - NAMED) + " more" : "";
            throw new IllegalArgumentException("crops must fit into every image, got crops of " + side + "x" + side
                    + (small.size() == 1 ? " for image " : " for images ")
                    + String.join(", ", small.subList(0, Math.min(NAMED, small.size()))) + more
                    + ": use a smaller crop" + (small.size() == 1 ? "" : " or leave them out"));
        }
    }

    /**
     * SHA-256 and name of each image, as {@code sha256sum} writes them; degraded ones have that of their original. A file
     * that did not change since it was read for this is not read again, in later processes either.
     */
    public List<String> digests() {
        if (!source.originals.isEmpty()) {
            ImageDigests.of(source.originals);
        }
        return IntStream.range(0, size())
                .mapToObj(i -> source.digest.apply(i) + "  " + names.get(i))
                .toList();
    }

    /** What to call an image to its user: its file's name, or its own where there is no file. */
    String fileName(int index) {
        return file(index).map(ImageFolder::fileName).orElseGet(() -> names.get(index));
    }

    /** The same images in another order, under the same phrase. */
    Images ordered(int... order) {
        if (Arrays.equals(order, IntStream.range(0, size()).toArray())) {
            return this;
        }
        List<Path> files = source.files.isEmpty()
                ? List.of()
                : IntStream.of(order).mapToObj(source.files::get).toList();
        Source some =
                new Source(i -> load(order[i]), false, files, source.originals, i -> source.digest.apply(order[i]));
        return new Images(
                phrase, facts, IntStream.of(order).mapToObj(names::get).toList(), some);
    }

    /** How far this process is with reading files for {@link #digests()}; empty when it is not doing so. */
    public static Optional<String> hashing() {
        return ImageDigests.progress();
    }

    /** The images of index {@code from} to before {@code to}. */
    public Images subset(int from, int to) {
        if (from < 0 || to > size() || from >= to) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a subset must lie in 0 to %d and not be empty, got %d to %d: use fewer",
                    size(),
                    from,
                    to));
        }
        String part = String.format(Locale.ROOT, "%s.subset(%d, %d)", phrase, from, to);
        List<Path> theirs = source.files.isEmpty() ? List.of() : source.files.subList(from, to);
        List<Path> originals = source.originals.size() == size() ? source.originals.subList(from, to) : List.of();
        Source some = new Source(i -> load(from + i), false, theirs, originals, i -> source.digest.apply(from + i));
        return new Images(part, facts, names.subList(from, to), some);
    }

    /** These images, and after them others. */
    public Images and(Images more) {
        Source ours = source;
        Source theirs = more.source;
        boolean inFiles = !ours.files.isEmpty() && !theirs.files.isEmpty();
        Source both = new Source(
                i -> i < size() ? load(i) : more.load(i - size()),
                false,
                inFiles ? joined(ours.files, theirs.files) : List.of(),
                joined(ours.originals, theirs.originals),
                i -> i < size() ? ours.digest.apply(i) : theirs.digest.apply(i - size()));
        return new Images(phrase + ".and(" + more + ")", List.of(facts, more.facts), joined(names, more.names), both);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Labeled data: these images are the truth, and shrunk they are the input. */
    public Pairs downscaledBy(Resampling resampling) {
        return downscaledBy(Downscaling.of(resampling));
    }

    /** Labeled data whose input is made by a degradation that divides the sides by the networks' scale. */
    public Pairs downscaledBy(Degradation degradation) {
        return downscaledBy(Downscaling.of(degradation));
    }

    /** Labeled data whose input is made in one of several ways. */
    public Pairs downscaledBy(Downscaling downscaling) {
        return new SyntheticPairs(this, downscaling);
    }

    /** These images degraded and rounded to 8 bits, always in the same way: stands in for real unlabeled images. */
    public Images degradedBy(Degradation degradation) {
        IntFunction<Image> degrade = i -> Degradations.applied(degradation, load(i).rgb(), Seeds.random(DEGRADED, i))
                .quantized();
        return new Images(
                phrase + ".degradedBy(" + Phrases.of(degradation) + ")",
                Map.of("images", facts, "degradedBy", degradation),
                names,
                new Source(degrade, true, List.of(), source.originals, source.digest));
    }

    /**
     * What the files' headers say: numbers, sizes, channels, bits, formats, and each file that cannot be read with the
     * reason. Nothing is decoded, so damage behind a header is not seen.
     */
    public Table describe() {
        return DatasetReport.of(this);
    }

    /** Thirty of the images, evenly chosen and small, under their names. */
    public ImageGrid contactSheet() {
        return ContactSheet.of(this, 30);
    }

    @Override
    public View view() {
        return Tables.html(describe());
    }

    /** How the stored images are changed; which these are, {@link #digests} tells. */
    @Override
    public Object facts() {
        return facts;
    }

    /** The phrase that made them. */
    @Override
    public String toString() {
        return phrase;
    }
}
