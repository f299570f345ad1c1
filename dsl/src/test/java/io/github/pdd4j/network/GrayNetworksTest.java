package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Evaluation;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrayNetworksTest {
    @TempDir
    private Path folder = Path.of("");

    private static Network network(String name) {
        return Network.load(Golden.file(name + ".safetensors"));
    }

    private static Image image(StoredTensor tensor) {
        long[] shape = tensor.shape();
        return Image.of((int) shape[1], (int) shape[2], (int) shape[3], tensor.floats());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray_esrgan_x4", "gray_compact_x3"})
    void a_network_for_gray_images_predicts_what_the_published_code_predicts(String name) {
        StateDict golden = Golden.arrays("gray.npz");
        Network network = network(name);
        Image input = image(golden.tensor(name + "_input"));

        assertThat(network.upscale(input).channels()).isEqualTo(1);
        assertThat(network.upscale(input).values())
                .containsExactly(golden.tensor(name + "_output").floats(), within(1e-5f));
    }

    /** Its output has colors of its own. */
    @Test
    void a_network_that_colors_gray_images_predicts_what_the_published_code_predicts() {
        StateDict golden = Golden.arrays("gray.npz");
        Network network = network("gray_to_color_esrgan_x1");
        Image input = image(golden.tensor("gray_to_color_esrgan_x1_input"));

        assertThat(network.upscale(input.rgb()).values())
                .containsExactly(golden.tensor("gray_to_color_esrgan_x1_output").floats(), within(1e-5f));
    }

    @Test
    void of_colors_it_sees_the_luma_and_is_written_as_a_network_for_rgb() {
        Network network = network("gray_esrgan_x4");
        Image colors = TestImages.image(3, 12, 10);
        Image prediction = network.upscale(colors);

        assertThat(Channels.luma(prediction).values())
                .containsExactly(network.upscale(Channels.luma(colors)).values(), within(1e-5f));
        network.save(folder.resolve("rgb.pth"));
        assertThat(Network.load(folder.resolve("rgb.pth")).weights().digest())
                .isEqualTo(network.weights().digest());
    }

    /** Bicubic interpolation is linear: on luma and on colors it is one and the same, up to clipping. */
    @Test
    void on_luma_the_colors_are_those_of_bicubic_interpolation() {
        Image colors = muted(TestImages.image(4, 20, 16));
        Upscaler bicubic = Upscaler.bicubic(4);

        assertThat(Pdd.onLuma(bicubic).upscale(colors).values())
                .containsExactly(bicubic.upscale(colors).values(), within(1e-5f));
        Image gray = Channels.luma(colors);
        assertThat(Pdd.onLuma(bicubic).upscale(gray)).isEqualTo(bicubic.upscale(gray));

        Image transparent = Channels.rgba(colors, gray);
        Image larger = Pdd.onLuma(bicubic).upscale(transparent);
        assertThat(larger.channels()).isEqualTo(4);
        assertThat(Channels.alpha(larger)).isEqualTo(bicubic.upscale(gray));
    }

    private static Image muted(Image image) {
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.4f + 0.2f * values[i];
        }
        return Image.of(3, image.height(), image.width(), values);
    }

    @Test
    void on_luma_a_network_predicts_the_luma_and_is_told_from_the_network_itself() {
        Network network = network("gray_esrgan_x4");
        Image colors = muted(TestImages.image(5, 12, 10));
        Upscaler onLuma = Pdd.onLuma(network);
        Image prediction = onLuma.upscale(colors);
        float[] difference = prediction.values();
        float[] bicubic = Upscaler.bicubic(4).upscale(colors).values();
        int plane = difference.length / 3;
        int clipped = 0;
        for (int i = 0; i < difference.length; i++) {
            clipped += difference[i] == 0 || difference[i] == 1 ? 1 : 0;
            difference[i] -= bicubic[i];
        }

        assertThat(clipped).as("only what is not clipped is compared").isZero();
        for (int i = 0; i < plane; i++) {
            assertThat(difference[i]).isCloseTo(difference[plane + i], within(1e-5f));
            assertThat(difference[i]).isCloseTo(difference[2 * plane + i], within(1e-5f));
        }
        assertThat(Channels.luma(prediction).values())
                .containsExactly(network.upscale(Channels.luma(colors)).values(), within(1e-5f));
        assertThat(onLuma.identity()).isNotEqualTo(network.identity());
        assertThat(onLuma.identity().name()).isEqualTo("gray_esrgan_x4.safetensors (on luma)");
        Evaluation both = Pdd.evaluate(onLuma, TestImages.images(2, 48, 1).downscaledBy(Pdd.bicubic()), Pdd.psnr())
                .plus(Pdd.evaluate(network, TestImages.images(2, 48, 1).downscaledBy(Pdd.bicubic()), Pdd.psnr()));
        assertThat(both.table().rowCount()).isEqualTo(4);
    }
}
