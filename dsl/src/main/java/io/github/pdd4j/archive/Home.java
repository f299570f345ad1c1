package io.github.pdd4j.archive;

import io.github.pdd4j.weights.NearestNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where fetched weights and kept runs lie: the folder that {@code PDD4J_HOME} names, or {@code .pdd/home}.
 *
 * <pre>{@code
 * System.out.println(Home.runs());
 * }</pre>
 */
public final class Home {
    private static final List<String> ENDINGS = List.of("", ".pth", ".safetensors", ".param", ".npz");
    private static final String[] NONE = {};

    private Home() {}

    /** The folder of the runs that no other folder was named for. */
    public static Path runs() {
        return folder().resolve("runs");
    }

    /** Where the SHA-256 of pictures that were read before is kept. */
    public static Path digests() {
        return folder().resolve("digests.tsv");
    }

    /**
     * The file itself, or the one of this name that {@code ./pdd fetch} brought; a folder of the name hides neither.
     *
     * @param others names that would do as well
     * @throws IllegalArgumentException if there is neither; the message lists the known names and says the nearest
     */
    public static Path weights(String fileOrName, List<String> others) {
        return weights(folder(), fileOrName, others);
    }

    static Path weights(Path home, String fileOrName, List<String> others) {
        Path file = Path.of(fileOrName);
        if (Files.exists(file) && !Files.isDirectory(file)) {
            return file;
        }
        return find(home, fileOrName)
                .or(() -> Optional.of(file).filter(Files::isDirectory))
                .orElseThrow(() -> unknown(fileOrName, others));
    }

    private static IllegalArgumentException unknown(String name, List<String> others) {
        List<String> known = Stream.concat(others.stream(), all()).toList();
        String nearest = known.isEmpty() ? "" : ", try " + NearestNames.one(name, known);
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "network must be a file or one of %s, got %s, which is no file in %s: check the path%s, or see ./pdd fetch --list",
                known,
                name,
                Path.of("").toAbsolutePath(),
                nearest));
    }

    /** The names of the files that were fetched, without their endings. */
    private static Stream<String> all() {
        String[] files =
                Objects.requireNonNullElse(folder().resolve("weights").toFile().list(), NONE);
        return Arrays.stream(files)
                .sorted()
                .flatMap(file -> ENDINGS.stream()
                        .filter(ending -> !ending.isEmpty() && file.endsWith(ending))
                        .map(ending -> file.substring(0, file.length() - ending.length())));
    }

    /**
     * The fetched files of these names, which a measure cannot do without.
     *
     * @throws IllegalArgumentException if one was not fetched; the message lists all that were not
     */
    public static List<Path> fetched(String measure, String... names) {
        List<String> missing =
                Arrays.stream(names).filter(name -> find(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s needs the weights %s, got none in %s: run ./pdd fetch %s, or put the files there under these names",
                    measure,
                    String.join(" and ", missing),
                    folder().resolve("weights").toAbsolutePath(),
                    String.join(" ", missing)));
        }
        return Arrays.stream(names).flatMap(name -> find(name).stream()).toList();
    }

    private static Optional<Path> find(String name) {
        return find(folder(), name);
    }

    private static Optional<Path> find(Path home, String name) {
        return ENDINGS.stream()
                .map(ending -> home.resolve("weights").resolve(name + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Path folder() {
        String home = System.getenv("PDD4J_HOME");
        return home == null || home.isBlank() ? Path.of(".pdd", "home") : Path.of(home);
    }
}
