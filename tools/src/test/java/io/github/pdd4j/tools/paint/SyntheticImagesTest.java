package io.github.pdd4j.tools.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.GaussianBlur;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticImagesTest {
    @Test
    void a_seed_is_a_image_and_seeds_differ() {
        Set<Image> images = new HashSet<>();
        for (int seed = 0; seed < 16; seed++) {
            Image image = SyntheticImages.image(seed, 48, 32);
            assertThat(SyntheticImages.image(seed, 48, 32)).isEqualTo(image).isEqualTo(image.quantized());
            images.add(image);
        }
        assertThat(images).hasSize(16);
    }

    @Test
    void the_images_of_the_repository_are_those_of_the_seeds_in_their_names() throws IOException {
        Path folder = Path.of(System.getProperty("pdd4j.root"), "datasets", "generated");
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> files =
                    found.filter(file -> file.toString().endsWith(".png")).toList();
            assertThat(files).hasSize(10);
            for (Path file : files) {
                long seed = Long.parseLong(file.getFileName().toString().replace(".png", ""));
                assertThat(SyntheticImages.image(seed, 256, 256))
                        .as(file.toString())
                        .isEqualTo(ImageFiles.load(file));
            }
        }
    }

    @Test
    void images_have_light_and_dark_and_edges_at_more_than_one_scale() {
        for (int seed = 0; seed < 16; seed++) {
            Image image = SyntheticImages.image(seed, 128, 128);
            assertThat(deviation(image)).isGreaterThan(0.05);
            assertThat(rest(image, 1)).isBetween(0.005, 0.2);
            assertThat(rest(image, 8)).isGreaterThan(1.2 * rest(image, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 500})
    void any_size_can_be_drawn(int side) {
        for (int seed = 0; seed < 8; seed++) {
            assertThat(SyntheticImages.image(seed, side, 3).sizeText()).isEqualTo(side + "x3");
        }
    }

    @Test
    void images_are_the_images_of_successive_seeds() {
        Images images = SyntheticImages.images(3, 40, 7);

        assertThat(images.names()).containsExactly("synthetic-7", "synthetic-8", "synthetic-9");
        assertThat(images.load(2)).isEqualTo(SyntheticImages.image(9, 40, 40));
    }

    @Test
    void impossible_sizes_are_refused() {
        assertThatThrownBy(() -> SyntheticImages.image(7, 0, 9000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a synthetic image must have sides of 1 to 8192, got 0x9000: use 256x256");
        assertThatThrownBy(() -> SyntheticImages.images(0, 40, 7))
                .hasMessageContaining("synthetic images need a count of at least 1");
    }

    /** The standard deviation of what a blur takes away. */
    private static double rest(Image image, double sigma) {
        float[] values = image.values();
        float[] blurred = new GaussianBlur(sigma).of(image).values();
        for (int i = 0; i < values.length; i++) {
            values[i] -= blurred[i];
        }
        return deviation(Image.of(3, image.height(), image.width(), values));
    }

    private static double deviation(Image image) {
        double sum = 0;
        double squares = 0;
        for (float value : image.values()) {
            sum += value;
            squares += value * value;
        }
        int n = image.values().length;
        return Math.sqrt(squares / n - sum * sum / n / n);
    }
}
