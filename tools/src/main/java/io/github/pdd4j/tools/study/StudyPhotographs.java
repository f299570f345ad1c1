package io.github.pdd4j.tools.study;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Photographs of any folder as squares for a study, divided into labeled, unlabeled and held-out ones.
 *
 * <p>A photograph is shrunk three- to fivefold, so that what a camera and its JPEG left at the scale of single pixels is
 * gone and the square can be taken as ground truth, and its center is cut out. The third that a photograph belongs to
 * follows from its place in the order of the files' digests, which no renaming changes.
 *
 * @param labeled squares with ground truth that are trained on
 * @param unlabeled squares that only a camera's version of is trained on
 * @param heldOut squares that are only measured
 */
record StudyPhotographs(Images labeled, Images unlabeled, Images heldOut) {
    private static final int SIDE = 512;
    private static final int MIN_SIDE = 256;
    private static final int MIN_SHRINKING = 3;
    private static final int MAX_SHRINKING = 5;

    /** Two photographs for each part; the intervals of fewer would speak of single photographs. */
    private static final int MIN_PHOTOGRAPHS = 6;

    private static final List<String> PARTS = List.of("labeled", "unlabeled", "held-out");

    /**
     * Cuts the squares of a folder of photographs, unless that was done before.
     *
     * @param photographs folder of photographs of at least 768 pixels in height and width
     * @param into folder for the squares; a folder in it is named after the photographs' digests
     * @param report receives one line for what is done and one for each photograph that is left out
     * @return the squares
     * @throws IllegalArgumentException if fewer than 6 photographs can be used
     */
    static StudyPhotographs of(Path photographs, Path into, Consumer<String> report) {
        Images all = Images.in(photographs);
        List<Integer> usable = usable(all, report);
        if (usable.size() < MIN_PHOTOGRAPHS) {
            throw new IllegalArgumentException("a study must have at least " + MIN_PHOTOGRAPHS + " photographs of "
                    + MIN_SHRINKING * MIN_SIDE + "x" + MIN_SHRINKING * MIN_SIDE + " pixels or more, got "
                    + usable.size() + " in " + photographs + ": name a folder with more");
        }
        List<String> digests = all.digests().stream().map(each -> each.sha256()).toList();
        List<Integer> ordered = usable.stream()
                .sorted((a, b) -> digests.get(a).compareTo(digests.get(b)))
                .toList();
        String listed = ordered.stream().map(digests::get).collect(Collectors.joining("\n"));
        String key = Sha256.of(digest -> digest.update(listed.getBytes(StandardCharsets.UTF_8)))
                .substring(0, 12);
        Path squares = into.resolve("squares-" + key);
        if (!Files.isDirectory(squares)) {
            report.accept("cutting squares of " + ordered.size() + " photographs into " + squares);
            cut(all, ordered, squares);
        }
        return new StudyPhotographs(
                Images.in(squares.resolve(PARTS.get(0))),
                Images.in(squares.resolve(PARTS.get(1))),
                Images.in(squares.resolve(PARTS.get(2))));
    }

    private static List<Integer> usable(Images all, Consumer<String> report) {
        return IntStream.range(0, all.size())
                .filter(i -> {
                    int side = Math.min(
                            all.header(i).size().width(), all.header(i).size().height());
                    if (side < MIN_SHRINKING * MIN_SIDE) {
                        report.accept("left out: " + all.names().get(i) + ", "
                                + all.header(i).size() + " pixels");
                    }
                    return side >= MIN_SHRINKING * MIN_SIDE;
                })
                .boxed()
                .toList();
    }

    /** The folder gets its name when all squares are there. */
    private static void cut(Images all, List<Integer> ordered, Path squares) {
        Path unfinished = squares.resolveSibling(squares.getFileName() + ".part");
        try {
            for (int place = 0; place < ordered.size(); place++) {
                int index = ordered.get(place);
                Path folder = Files.createDirectories(unfinished.resolve(PARTS.get(place % PARTS.size())));
                ImageFiles.save(
                        square(all.load(index)), folder.resolve(all.names().get(index) + ".png"));
            }
            Files.move(unfinished, squares);
        } catch (IOException e) {
            throw new UncheckedIOException("squares could not be written to " + squares, e);
        }
    }

    static Image square(Image photograph) {
        int side = Math.min(photograph.width(), photograph.height());
        int shrinking = Math.max(MIN_SHRINKING, Math.min(MAX_SHRINKING, side / SIDE));
        Image whole = photograph.rgb().croppedToMultipleOf(shrinking);
        Image shrunk = Resampling.MATLAB_BICUBIC.downscale(whole, shrinking).clipped();
        return shrunk.center(Math.min(SIDE, Math.min(shrunk.width(), shrunk.height())))
                .croppedToMultipleOf(8);
    }
}
