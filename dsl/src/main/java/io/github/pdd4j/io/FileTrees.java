package io.github.pdd4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Recursive operations on folders. */
public final class FileTrees {
    private FileTrees() {}

    /**
     * Deletes a folder with all that it contains. Links are deleted, what they refer to is not.
     *
     * @param folder folder to delete; nothing happens if it does not exist
     * @throws IOException if a file cannot be deleted; others may have been deleted by then
     */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> all = Files.walk(folder)) {
            inside = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : inside) {
            Files.deleteIfExists(one);
        }
    }

    /**
     * Deletes a folder if it is empty.
     *
     * @param folder folder to delete; nothing happens if it does not exist or has entries
     * @throws IOException if an empty folder cannot be deleted
     */
    public static void deleteEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // The folder is not empty, or was already deleted.
        }
    }

    /**
     * Returns the total size of the files in a folder and its subfolders. Links are not followed.
     *
     * @param folder folder to measure
     * @return size in bytes; files that are deleted meanwhile count as 0, a folder that cannot be read as 0
     */
    public static long bytes(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.mapToLong(FileTrees::size).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
