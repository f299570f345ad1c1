package io.github.pdd4j.archive;

import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.io.NearestNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of runs, each in a sub-folder with the name of the run.
 *
 * <pre>{@code
 * System.out.println(new RunDirectory(HomeFolder.runs()).all());
 * }</pre>
 *
 * @param folder folder of the runs, which need not exist yet
 */
public record RunDirectory(Path folder) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._ +-]{0,99}");

    /** Device names reserved by Windows, with any extension. */
    private static final Pattern DEVICE =
            Pattern.compile("(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\\..*)?", Pattern.CASE_INSENSITIVE);

    /** File systems limit names to 255 bytes; the rest is reserved for suffixes. */
    private static final int MAX_BYTES = 200;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

    /**
     * Lists all runs, sorted by name.
     *
     * @return the runs, empty if the folder cannot be read
     */
    public List<RunFolder> all() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(RunFolder::new)
                    .filter(RunFolder::begun)
                    .sorted(Comparator.comparing(RunFolder::name))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /**
     * The run of a name, existing or not.
     *
     * @param name name of the run
     * @return the folder of the run
     * @throws IllegalArgumentException if the name is not valid
     */
    public RunFolder of(String name) {
        return new RunFolder(folder.resolve(valid(name)));
    }

    /**
     * Checks that a name is a valid folder name on every operating system.
     *
     * @param name 1 to 100 letters, digits, spaces, dots, hyphens, plus signs and underscores, at most 200 bytes in
     *     UTF-8
     * @return the name
     * @throws IllegalArgumentException if the name is not valid
     */
    public static String valid(String name) {
        if (!NAME.matcher(name).matches() || name.endsWith(".") || name.endsWith(" ")) {
            throw new IllegalArgumentException("name of a run must be 1 to 100 letters, digits, spaces, dots, hyphens,"
                    + " plus signs and underscores, got \"" + name + "\": use name(\"night1\")");
        }
        if (DEVICE.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a run must be none that Windows keeps for a device, got \""
                    + name + "\": use name(\"night1\")");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "name of a run must be at most " + MAX_BYTES + " bytes long, which file systems count, got " + bytes
                            + " in \"" + name + "\": use a shorter one");
        }
        return name;
    }

    /**
     * The existing run of a name.
     *
     * @param name name of the run
     * @return the folder of the run
     * @throws IllegalArgumentException if there is none; the message lists the existing runs
     */
    public RunFolder existing(String name) {
        List<String> known = all().stream().map(RunFolder::name).toList();
        if (known.contains(name)) {
            return of(name);
        }
        String next = known.isEmpty()
                ? "train() a sentence, which keeps its run"
                : "the nearest are " + NearestNames.of(name, known);
        throw new IllegalArgumentException(
                "run must be one of " + known + " in " + folder + ", got " + name + ": " + next);
    }

    /**
     * Creates a folder for a new run, named after the current local time.
     *
     * @return the folder of the run
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public RunFolder fresh() {
        String time = LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
        try {
            Files.createDirectories(folder);
            for (int i = 1; ; i++) {
                Path path = folder.resolve(i == 1 ? time : time + "-" + i);
                if (created(path)) {
                    Files.createFile(path.resolve(RunFolder.LOCK));
                    return new RunFolder(path);
                }
            }
        } catch (IOException e) {
            throw AtomicFile.failure(folder, e);
        }
    }

    private static boolean created(Path path) throws IOException {
        try {
            Files.createDirectory(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
