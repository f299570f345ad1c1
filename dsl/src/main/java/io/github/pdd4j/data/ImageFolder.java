package io.github.pdd4j.data;

import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.io.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the image files of a folder. */
final class ImageFolder {
    private static final Set<String> ENDINGS =
            Set.of("png", "jpg", "jpeg", "jpe", "jfif", "bmp", "dib", "tif", "tiff", "webp", "gif");

    private ImageFolder() {}

    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            String got = Files.exists(folder) ? "the file " : "nothing at ";
            throw new IllegalArgumentException("images need a folder, got " + got + folder
                    + ": check the path, relative ones start at " + Path.of("").toAbsolutePath());
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> found = entries.filter(ImageFolder::isImage)
                    .sorted(Comparator.comparing(ImageFolder::fileName))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("images need a folder with PNG, JPEG, BMP, TIFF, WebP or GIF files, "
                        + "got none in " + folder + ": put images into the folder itself, not into sub-folders");
            }
            return found;
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** Returns the first sub-folder whose name is accepted. */
    static Optional<Path> child(Path folder, Predicate<String> accepted) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> accepted.test(fileName(entry)))
                    .min(Comparator.naturalOrder());
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static UncheckedIOException unreadable(Path folder, IOException e) {
        return new UncheckedIOException(
                "images need a readable folder, got " + folder + " (" + FileFailure.reason(e)
                        + "): check its permissions",
                e);
    }

    /** Removes the extension of an image file name; any other dot is part of the name. */
    static String nameOf(String file) {
        int dot = file.lastIndexOf('.');
        return dot > 0 && ENDINGS.contains(file.substring(dot + 1).toLowerCase(Locale.ROOT))
                ? file.substring(0, dot)
                : file;
    }

    /** Returns the file name without folder and image extension. */
    static String name(Path file) {
        return nameOf(fileName(file));
    }

    /**
     * Recognizes images by extension or by content. A damaged file with an image extension counts, so that it is
     * reported instead of ignored.
     */
    private static boolean isImage(Path file) {
        String name = fileName(file);
        if (name.startsWith(".") || !Files.isRegularFile(file)) {
            return false;
        }
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ENDINGS.contains(ending) || ImageFiles.recognizes(file);
    }

    static String fileName(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
