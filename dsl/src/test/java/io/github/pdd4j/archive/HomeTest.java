package io.github.pdd4j.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    @Test
    void fetched_images_are_found_by_name_and_missing_ones_say_the_command() throws IOException {
        assertThatThrownBy(() -> Home.images(home, "photographs/held-out"))
                .hasMessage(
                        "images must be a folder, a file or of a fetched set, got photographs/held-out, which was not"
                                + " fetched: run ./pdd fetch photographs");
        Path fetched = Files.createDirectories(home.resolve("pictures/photographs/held-out"));
        assertThat(Home.images(home, "photographs/held-out")).isEqualTo(fetched);
        assertThat(Home.phrase(home, fetched)).isEqualTo("\"photographs/held-out\"");
        assertThatThrownBy(() -> Home.images(home, "photographs/held-in"))
                .hasMessageContaining("which the fetched set does not have, it has [held-out]")
                .hasMessageEndingWith("run ./pdd fetch photographs");
        assertThatThrownBy(() -> Home.images(home, "photograph/held-out")).hasMessageEndingWith("try photographs");
        assertThat(Home.images(home, "src/main")).isEqualTo(Path.of("src/main"));
        assertThat(Home.images(home, "../weights")).isEqualTo(Path.of("../weights"));
        Files.createDirectories(home.resolve("weights"));
        assertThat(Home.images(home, "../weights")).isEqualTo(Path.of("../weights"));
        assertThat(Home.images(home, "./photographs")).isEqualTo(Path.of("./photographs"));
        assertThat(Home.images(home, home.toString())).isEqualTo(home);
    }

    @Test
    void what_is_fetched_is_available_and_what_nobody_fetches_is_an_error() throws IOException {
        Path weights = Files.createDirectories(home.resolve("weights"));
        assertThat(Home.available(home, "lpips", List.of())).isFalse();
        Files.createFile(weights.resolve("alexnet.pth"));
        assertThat(Home.available(home, "alexnet", List.of())).isTrue();
        assertThat(Home.available(home, "lpips", List.of())).isFalse();
        Files.createFile(weights.resolve("lpips-alexnet.pth"));
        assertThat(Home.available(home, "lpips", List.of())).isTrue();
        assertThat(Home.available(home, "photographs", List.of())).isFalse();
        Files.createDirectories(home.resolve("pictures/photographs/held-out"));
        assertThat(Home.available(home, "photographs", List.of())).isTrue();
        assertThat(Home.available(home, "photographs/labeled", List.of())).isFalse();
        assertThat(Home.available(home, "compact", List.of("compact"))).isTrue();
        assertThat(Home.available(home, "mine.pth", List.of())).isFalse();
        assertThatThrownBy(() -> Home.available(home, "lpipz", List.of()))
                .hasMessageContaining("got lpipz, which is neither: try lpips");
        assertThatThrownBy(() -> Home.weights(home, "vgg19", List.of())).hasMessageEndingWith("run ./pdd fetch vgg19");
    }

    @Test
    void the_names_are_those_of_the_catalogue() throws IOException {
        Path catalogue = Path.of(System.getProperty("pdd4j.root", ".."), "datasets", "catalogue.json");
        JsonArray entries = JsonParser.parseString(Files.readString(catalogue))
                .getAsJsonObject()
                .getAsJsonArray("entries");
        Map<String, List<String>> names = new TreeMap<>();
        entries.forEach(each -> names.computeIfAbsent(
                        each.getAsJsonObject().get("kind").getAsString(), kind -> new ArrayList<>())
                .add(each.getAsJsonObject().get("name").getAsString()));

        assertThat(Home.FETCHED_WEIGHTS).containsExactlyInAnyOrderElementsOf(names.get("weights"));
        assertThat(Home.FETCHED_IMAGES).containsExactlyInAnyOrderElementsOf(names.get("pictures"));
    }
}
