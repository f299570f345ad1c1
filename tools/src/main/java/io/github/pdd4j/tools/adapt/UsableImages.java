package io.github.pdd4j.tools.adapt;

import io.github.pdd4j.data.ImageDigest;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Progress;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * The images that a training can use, and why the others cannot be used.
 *
 * @param images the usable images
 * @param code Java code of the usable images, with paths that do not depend on the working folder
 * @param leftOut reasons by the names of the other files
 */
public record UsableImages(Images images, String code, Map<String, String> leftOut) {
    /**
     * Decodes every image once: a damaged file would else end a training that has gone on for minutes.
     *
     * @param images all images
     * @param code Java code of all images
     * @param side the smallest usable height and width in pixels
     * @return the usable images
     * @throws IllegalArgumentException if no image is usable
     * @throws CancellationException if the thread is interrupted
     */
    public static UsableImages of(Images images, String code, int side) {
        Map<String, String> leftOut = new LinkedHashMap<>();
        Progress progress = Progress.start();
        for (int i = 0; i < images.size(); i++) {
            String name = name(images, i);
            why(images, i, side).ifPresent(reason -> leftOut.put(name, reason));
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("stopped while the images were looked at; nothing was trained yet");
            }
            String line = "looked at " + (i + 1) + " of " + images.size() + " images";
            progress.update(() -> Html.paragraph(line));
        }
        progress.done(Html.paragraph("looked at " + images.size() + " images"));
        if (leftOut.size() == images.size()) {
            Map.Entry<String, String> first = leftOut.entrySet().iterator().next();
            throw new IllegalArgumentException("a folder to learn from must hold an image that can be read and has"
                    + " at least " + side + "x" + side + " pixels, got none among " + images.size() + " of " + code
                    + " ("
                    + first.getKey() + ": " + first.getValue() + "): name another folder");
        }
        List<String> names = List.copyOf(leftOut.keySet());
        return new UsableImages(
                images.without(names.toArray(String[]::new)),
                code + (names.isEmpty() ? "" : ".without(" + Phrases.list(names) + ")"),
                leftOut);
    }

    private static String name(Images images, int index) {
        return images.file(index)
                .map(Path::getFileName)
                .map(Path::toString)
                .orElse(images.names().get(index));
    }

    private static Optional<String> why(Images images, int index, int side) {
        try {
            ImageSize size = images.header(index).size();
            if (size.width() < side || size.height() < side) {
                return Optional.of(size + " pixels, smaller than " + side + "x" + side);
            }
            Image image = images.load(index);
            return image.isFinite() ? Optional.empty() : Optional.of("has values that are not finite");
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            return Optional.of("does not fit into Java's memory");
        }
    }

    /**
     * Checks that no image is in two sets.
     *
     * @param labeled the labeled images
     * @param photographs the unlabeled photographs
     * @throws IllegalArgumentException if an image is in both
     */
    static void requireDifferent(Images labeled, Images photographs) {
        List<String> sharp = labeled.digests().stream().map(ImageDigest::sha256).toList();
        List<String> both = new ArrayList<>();
        List<ImageDigest> digests = photographs.digests();
        for (int i = 0; i < digests.size(); i++) {
            if (sharp.contains(digests.get(i).sha256())) {
                both.add(name(photographs, i));
            }
        }
        if (!both.isEmpty()) {
            throw new IllegalArgumentException("labeled images must be sharp ones other than PHOTOS, got " + both.size()
                    + " in both, such as " + both.get(0) + ": name another folder with --labeled");
        }
    }
}
