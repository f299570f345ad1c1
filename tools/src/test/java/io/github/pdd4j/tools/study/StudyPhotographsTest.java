package io.github.pdd4j.tools.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyPhotographsTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private static Image photograph(int width, int height, float value) {
        return Image.drawn(3, height, width, chw -> Arrays.fill(chw, value));
    }

    private void save(int count, String prefix) throws Exception {
        Files.createDirectories(folder.resolve(prefix));
        for (int i = 0; i < count; i++) {
            ImageFiles.save(
                    photograph(780 + i, 770, i / 10f), folder.resolve(prefix).resolve(prefix + i + ".png"));
        }
    }

    @Test
    void each_photograph_is_one_square_in_one_part_whatever_it_is_called() throws Exception {
        save(6, "a");
        save(6, "b");

        StudyPhotographs first = StudyPhotographs.of(folder.resolve("a"), folder.resolve("out"), said::add);
        StudyPhotographs renamed = StudyPhotographs.of(folder.resolve("b"), folder.resolve("other"), said::add);

        assertThat(parts(first).keySet()).containsExactly("a0", "a1", "a2", "a3", "a4", "a5");
        assertThat(parts(first).values())
                .containsExactlyElementsOf(parts(renamed).values());
        assertThat(first.labeled().load(0).sizeText()).isEqualTo("256x256");
    }

    @Test
    void small_photographs_are_told_and_too_few_are_refused() throws Exception {
        save(5, "few");
        ImageFiles.save(photograph(760, 900, 0.5f), folder.resolve("few").resolve("small.png"));

        assertThatThrownBy(() -> StudyPhotographs.of(folder.resolve("few"), folder.resolve("out"), said::add))
                .hasMessageStartingWith("a study must have at least 6 photographs of 768x768 pixels or more, got 5");
        assertThat(said).singleElement().asString().startsWith("left out: small");
    }

    private static Map<String, String> parts(StudyPhotographs photographs) {
        Map<String, String> parts = new TreeMap<>();
        photographs.labeled().names().forEach(name -> parts.put(name, "labeled"));
        photographs.unlabeled().names().forEach(name -> parts.put(name, "unlabeled"));
        photographs.heldOut().names().forEach(name -> parts.put(name, "held out"));
        assertThat(List.of(
                        photographs.labeled().size(),
                        photographs.unlabeled().size(),
                        photographs.heldOut().size()))
                .containsOnly(2);
        return parts;
    }
}
