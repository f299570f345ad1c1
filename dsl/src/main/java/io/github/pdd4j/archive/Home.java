package io.github.pdd4j.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where fetched weights and kept runs lie: the folder that {@code PDD4J_HOME} names, or {@code .pdd/home}.
 *
 * <pre>{@code
 * System.out.println(Home.runs());
 * }</pre>
 */
public final class Home {
    private static final List<String> ENDINGS = List.of("", ".pth", ".safetensors", ".param", ".npz");

    private Home() {}

    /** The folder of the runs that no other folder was named for. */
    public static Path runs() {
        return folder().resolve("runs");
    }

    /**
     * The file itself, or the one of this name that {@code ./pdd fetch} brought.
     *
     * @throws IllegalArgumentException if there is neither
     */
    public static Path weights(String fileOrName) {
        Path file = Path.of(fileOrName);
        return Files.exists(file)
                ? file
                : find(fileOrName)
                        .orElseThrow(() -> new IllegalArgumentException("network must be a file or a fetched name, got "
                                + fileOrName + ": check the path, or see ./pdd fetch --list"));
    }

    /**
     * The fetched file of this name, which a measure cannot do without.
     *
     * @throws IllegalArgumentException if it was not fetched
     */
    public static Path fetched(String name, String needing) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s needs the weights %s, got none in %s: run ./pdd fetch %s, or put the file there under that name"
                                .formatted(
                                        needing,
                                        name,
                                        folder().resolve("weights").toAbsolutePath(),
                                        name)));
    }

    private static Optional<Path> find(String name) {
        return ENDINGS.stream()
                .map(ending -> folder().resolve("weights").resolve(name + ending))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Path folder() {
        String home = System.getenv("PDD4J_HOME");
        return home == null ? Path.of(".pdd", "home") : Path.of(home);
    }
}
