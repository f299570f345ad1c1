package io.github.pdd4j.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where fetched weights and kept runs lie: the folder that {@code PDD4J_HOME} names, or {@code .pdd/home}.
 *
 * <pre>{@code
 * System.out.println(Home.runs());
 * }</pre>
 */
public final class Home {
    private static final List<String> ENDINGS = List.of("", ".pth", ".safetensors", ".param");

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
        if (Files.exists(file)) {
            return file;
        }
        Path folder = folder().resolve("weights");
        return ENDINGS.stream()
                .map(ending -> folder.resolve(fileOrName + ending))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("network must be a file or a fetched name, got "
                        + fileOrName + ": check the path, or see ./pdd fetch --list"));
    }

    private static Path folder() {
        String home = System.getenv("PDD4J_HOME");
        return home == null ? Path.of(".pdd", "home") : Path.of(home);
    }
}
