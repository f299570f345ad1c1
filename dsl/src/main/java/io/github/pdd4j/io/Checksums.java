package io.github.pdd4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The SHA-256 digests of all files in a folder, stored in a file that {@code sha256sum -c} can check. */
public final class Checksums {
    static final String NAME = "SHA256SUMS";
    private static final String BEFORE_NAME = "  ";

    private Checksums() {}

    /**
     * Writes the digests of all files of a folder into its file {@code SHA256SUMS}.
     *
     * @param folder folder of the files; it must not have subfolders
     * @throws IOException if a file cannot be read or the list cannot be written
     */
    public static void write(Path folder) throws IOException {
        String lines = lines(folder);
        AtomicFile.write(folder.resolve(NAME), out -> out.write(lines.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns whether a folder contains exactly the files of its list, unmodified.
     *
     * @param folder folder with a file {@code SHA256SUMS}
     * @return true if the files and their digests are those of the list; false if they differ or cannot be read
     */
    public static boolean hold(Path folder) {
        try {
            return Files.readString(folder.resolve(NAME)).equals(lines(folder));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /**
     * Returns the names of the listed files and of the list itself.
     *
     * @param folder folder with a file {@code SHA256SUMS}
     * @return file names without folders; only {@code SHA256SUMS} if the list cannot be read
     */
    public static Set<String> names(Path folder) {
        Set<String> names = new TreeSet<>(Set.of(NAME));
        try {
            Files.readString(folder.resolve(NAME))
                    .lines()
                    .filter(line -> line.contains(BEFORE_NAME))
                    .map(line -> line.substring(line.indexOf(BEFORE_NAME) + BEFORE_NAME.length()))
                    .filter(Checksums::staysInside)
                    .forEach(names::add);
        } catch (IOException e) {
            return names;
        }
        return names;
    }

    /** A manipulated list must not refer to files outside the folder. */
    private static boolean staysInside(String name) {
        return !name.isEmpty() && !name.contains("/") && !name.contains("\\") && !name.startsWith("..");
    }

    private static String lines(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> !file.endsWith(NAME)).sorted().toList();
        }
        StringBuilder lines = new StringBuilder();
        for (Path file : files) {
            lines.append(Sha256.of(file))
                    .append(BEFORE_NAME)
                    .append(file.getFileName())
                    .append('\n');
        }
        return lines.toString();
    }
}
