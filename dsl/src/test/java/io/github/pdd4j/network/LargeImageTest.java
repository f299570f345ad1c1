package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.weights.StateDict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LargeImageTest {
    private static final Network FOURFOLD = new Network(new Fourfold(), StateDict.of(Map.of()), "fourfold");

    /** Its values are 192 MB; the collector gives large arrays two thirds of the heap. */
    @Test
    void a_result_of_4000_by_4000_lies_once_in_a_heap_of_320_megabytes() throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx320m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Large.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.strip()).isEqualTo("RGB image of 4000x4000");
        assertThat(java.waitFor()).isZero();
    }

    @Test
    void a_image_that_does_not_fit_is_refused_before_anything_is_computed() {
        Image large = Image.drawn(1, 9000, 9000, values -> {});

        assertThatThrownBy(() -> FOURFOLD.upscale(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("an image to upscale must fit into Java's memory with its result, got 9000x9000"
                        + " times 4, which needs 32\\.6 of \\d+\\.\\d GB: cut it into parts or start Java with a larger"
                        + " -Xmx");
        assertThatThrownBy(() -> FOURFOLD.upscale(large, u -> u.to(10, 10, Resampling.PILLOW_BOX)))
                .hasMessageContaining("which needs 94.8 of ");
    }

    /** Repeats every pixel. */
    private record Fourfold() implements SuperResolutionConfig {
        @Override
        public NDArray forward(NDArray x, List<NDArray> weights) {
            return x.repeat(2, 4).repeat(3, 4);
        }

        @Override
        public int scale() {
            return 4;
        }

        @Override
        public String architecture() {
            return "fourfold";
        }

        @Override
        public Map<String, long[]> shapes() {
            return Map.of();
        }
    }

    /** A program that upscales one image. */
    static final class Large {
        private Large() {}

        public static void main(String[] arguments) {
            Image result = FOURFOLD.upscale(Image.drawn(3, 1000, 1000, values -> values[0] = 1));
            System.out.println(result);
        }
    }
}
