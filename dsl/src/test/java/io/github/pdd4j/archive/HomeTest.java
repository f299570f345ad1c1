package io.github.pdd4j.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    Path home;

    /** The tests run in the folder of the module, which has a folder src. */
    @Test
    void a_folder_hides_no_fetched_file_of_its_name() throws IOException {
        Path fetched = Files.createDirectories(home.resolve("weights")).resolve("src.pth");

        assertThat(Home.weights(home, "src", List.of())).isEqualTo(Path.of("src"));
        Files.createFile(fetched);
        assertThat(Home.weights(home, "src", List.of())).isEqualTo(fetched);
        assertThat(Home.weights(home, "pom.xml", List.of())).isEqualTo(Path.of("pom.xml"));
    }
}
