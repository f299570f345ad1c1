package io.github.pdd4j;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where {@code ./pdd fetch} puts what it brings; {@code PDD4J_HOME} moves it. */
final class Home {
    private static final List<String> ENDINGS = List.of("", ".pth", ".safetensors", ".param");

    private Home() {}

    /** The file itself, or the fetched one of this name. */
    static Path weights(String fileOrName) {
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
