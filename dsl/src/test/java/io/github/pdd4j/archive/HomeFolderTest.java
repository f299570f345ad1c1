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

class HomeFolderTest {
    @TempDir
    Path home;

    /** The tests run in the folder of the module, which has a folder src. */
    @Test
    void a_folder_hides_no_fetched_file_of_its_name() throws IOException {
        Path fetched = Files.createDirectories(home.resolve("weights")).resolve("src.pth");

        assertThat(HomeFolder.weights(home, "src", List.of())).isEqualTo(Path.of("src"));
        Files.createFile(fetched);
        assertThat(HomeFolder.weights(home, "src", List.of())).isEqualTo(fetched);
        assertThat(HomeFolder.weights(home, "pom.xml", List.of())).isEqualTo(Path.of("pom.xml"));
    }

    @Test
    void a_weights_file_goes_by_the_name_that_finds_it() throws IOException {
        Path weights = Files.createDirectories(home.resolve("weights"));
        Path fetched = Files.createFile(weights.resolve("vgg16.ckpt"));
        Path own = Files.createFile(weights.resolve("own.pth"));

        assertThat(HomeFolder.weightsName(home, fetched)).isEqualTo("vgg16");
        assertThat(HomeFolder.license(home, fetched)).contains("BSD-3-Clause");
        assertThat(HomeFolder.license(home, own)).isEmpty();
        assertThat(HomeFolder.weightsName(home, own)).isEqualTo(own.toString());
        assertThat(HomeFolder.weightsName(home, Path.of("vgg16.ckpt"))).isEqualTo("vgg16.ckpt");
        Path nearer = Files.createFile(weights.resolve("vgg16.pth"));
        assertThat(HomeFolder.weightsName(home, nearer)).isEqualTo("vgg16");
        assertThat(HomeFolder.weightsName(home, fetched)).isEqualTo(fetched.toString());
    }

    @Test
    void fetched_images_are_found_by_name_and_missing_ones_say_the_command() throws IOException {
        assertThatThrownBy(() -> HomeFolder.images(home, "photographs/held-out"))
                .hasMessage("images must be a folder, a file or a fetched set, got photographs/held-out, which was not"
                        + " fetched: run ./pdd fetch photographs");
        Path fetched = Files.createDirectories(home.resolve("images/photographs/held-out"));
        assertThat(HomeFolder.images(home, "photographs/held-out")).isEqualTo(fetched);
        assertThat(HomeFolder.phrase(home, fetched)).isEqualTo("\"photographs/held-out\"");
        assertThatThrownBy(() -> HomeFolder.images(home, "photographs/held-in"))
                .hasMessageContaining("which the fetched set does not have, it has [held-out]")
                .hasMessageEndingWith("run ./pdd fetch photographs");
        assertThatThrownBy(() -> HomeFolder.images(home, "photograph/held-out"))
                .hasMessageEndingWith("try photographs");
        assertThat(HomeFolder.images(home, "src/main")).isEqualTo(Path.of("src/main"));
        assertThat(HomeFolder.images(home, "../weights")).isEqualTo(Path.of("../weights"));
        Files.createDirectories(home.resolve("weights"));
        assertThat(HomeFolder.images(home, "../weights")).isEqualTo(Path.of("../weights"));
        assertThat(HomeFolder.images(home, "./photographs")).isEqualTo(Path.of("./photographs"));
        assertThat(HomeFolder.images(home, home.toString())).isEqualTo(home);
    }

    @Test
    void what_is_fetched_is_available_and_what_nobody_fetches_is_an_error() throws IOException {
        Path weights = Files.createDirectories(home.resolve("weights"));
        assertThat(HomeFolder.available(home, "lpips", List.of())).isFalse();
        Files.createFile(weights.resolve("alexnet.pth"));
        assertThat(HomeFolder.available(home, "alexnet", List.of())).isTrue();
        assertThat(HomeFolder.available(home, "lpips", List.of())).isFalse();
        Files.createFile(weights.resolve("lpips-alexnet.pth"));
        assertThat(HomeFolder.available(home, "lpips", List.of())).isTrue();
        Files.delete(weights.resolve("lpips-alexnet.pth"));
        Files.createFile(weights.resolve("alexnet.ckpt"));
        assertThat(HomeFolder.available(home, "lpips", List.of())).isTrue();
        assertThat(HomeFolder.available(home, "lpips-vgg16", List.of())).isFalse();
        assertThat(HomeFolder.available(home, "photographs", List.of())).isFalse();
        Files.createDirectories(home.resolve("images/photographs/held-out"));
        assertThat(HomeFolder.available(home, "photographs", List.of())).isTrue();
        assertThat(HomeFolder.available(home, "photographs/labeled", List.of())).isFalse();
        assertThat(HomeFolder.available(home, "compact", List.of("compact"))).isTrue();
        assertThat(HomeFolder.available(home, "mine.pth", List.of())).isFalse();
        assertThatThrownBy(() -> HomeFolder.available(home, "lpipz", List.of()))
                .hasMessageContaining("got lpipz: try lpips");
        assertThatThrownBy(() -> HomeFolder.weights(home, "vgg19", List.of()))
                .hasMessageEndingWith("run ./pdd fetch vgg19");
    }

    @Test
    void the_names_are_those_of_the_catalog() throws IOException {
        Path catalog = Path.of(System.getProperty("pdd4j.root", ".."), "datasets", "catalog.json");
        JsonArray entries = JsonParser.parseString(Files.readString(catalog))
                .getAsJsonObject()
                .getAsJsonArray("entries");
        Map<String, List<String>> names = new TreeMap<>();
        entries.forEach(each -> names.computeIfAbsent(
                        each.getAsJsonObject().get("kind").getAsString(), kind -> new ArrayList<>())
                .add(each.getAsJsonObject().get("name").getAsString()));

        Map<String, String> licenses = new TreeMap<>();
        entries.forEach(each -> {
            if (each.getAsJsonObject().get("kind").getAsString().equals("weights")) {
                licenses.put(
                        each.getAsJsonObject().get("name").getAsString(),
                        each.getAsJsonObject().get("license").getAsString());
            }
        });
        assertThat(HomeFolder.LICENSES).containsExactlyInAnyOrderEntriesOf(licenses);
        assertThat(HomeFolder.FETCHED_WEIGHTS).containsExactlyInAnyOrderElementsOf(names.get("weights"));
        assertThat(HomeFolder.FETCHED_IMAGES).containsExactlyInAnyOrderElementsOf(names.get("images"));
    }
}
