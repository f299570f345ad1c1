package io.github.pdd4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Golden;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplingTest {
    @ParameterizedTest
    @CsvSource({
        "astronaut, pillow_bicubic, PILLOW_BICUBIC",
        "astronaut, pillow_bilinear, PILLOW_BILINEAR",
        "astronaut, pillow_box, PILLOW_BOX",
        "astronaut, cv2_cubic, OPENCV_CUBIC",
        "astronaut, cv2_linear, OPENCV_LINEAR",
        "astronaut, cv2_area, OPENCV_AREA",
        "coffee, pillow_bicubic, PILLOW_BICUBIC",
        "coffee, pillow_bilinear, PILLOW_BILINEAR",
        "coffee, pillow_box, PILLOW_BOX",
        "coffee, cv2_cubic, OPENCV_CUBIC",
        "coffee, cv2_linear, OPENCV_LINEAR",
        "coffee, cv2_area, OPENCV_AREA"
    })
    void eight_bit_conventions_give_the_very_pixels_of_their_libraries(
            String name, String golden, Resampling resampling) {
        Image low = resampling.downscale(image(name), 4);

        assertThat(low).isEqualTo(golden(name, golden));
    }

    /** resize.npz: a made-up 60x48 image with edges and noise, resized by Pillow 13.0 and OpenCV 5.0. */
    @TestFactory
    Stream<DynamicTest> eight_bit_conventions_hold_at_odd_ratios_and_when_they_enlarge() {
        StateDict arrays = Golden.arrays("resize.npz");
        Image input = made();
        return arrays.names().stream()
                .filter(key -> key.contains("/"))
                .map(key -> DynamicTest.dynamicTest(key, () -> {
                    String name = key.replaceFirst("/.*", "").toUpperCase(Locale.ROOT);
                    Image expected = image(arrays.tensor(key));
                    assertThat(Resampling.valueOf(name).to(input, expected.width(), expected.height()))
                            .isEqualTo(expected);
                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"astronaut", "coffee"})
    void matlab_bicubic_gives_unclipped_floats(String name) {
        Image low = Resampling.MATLAB_BICUBIC.downscale(image(name), 4);

        StoredTensor expected = Golden.arrays("images.npz").tensor(name + ".png/matlab_bicubic_float");
        assertThat(low.values()).containsExactly(planar(expected, 1), within(1e-5f));
    }

    @ParameterizedTest
    @ValueSource(strings = {"astronaut", "coffee"})
    void pillow_bicubic_enlarges_as_pillow_does(String name) {
        Image up = Resampling.PILLOW_BICUBIC.upscale(golden(name, "pillow_bicubic"), 4);

        assertThat(up).isEqualTo(golden(name, "pillow_bicubic_up"));
    }

    @ParameterizedTest
    @EnumSource(Resampling.class)
    void a_flat_image_stays_flat_at_any_size(Resampling resampling) {
        float[] flat = new float[7 * 11];
        Arrays.fill(flat, 100 / 255f);

        for (int side : new int[] {1, 3, 7, 20}) {
            float[] resized =
                    resampling.to(Image.of(1, 7, 11, flat), side, 2 * side).values();
            assertThat(resized).hasSize(2 * side * side);
            for (float value : resized) {
                assertThat(value).isCloseTo(100 / 255f, within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Resampling.class)
    void the_same_size_changes_nothing(Resampling resampling) {
        Image image = made().crop(30, 20, 21, 13);

        assertThat(resampling.to(image, 21, 13).quantized()).isEqualTo(image);
    }

    @Test
    void a_factor_that_does_not_divide_is_refused_with_the_next_step() {
        Image odd = made().crop(0, 0, 30, 33);

        assertThatThrownBy(() -> Resampling.PILLOW_BOX.downscale(odd, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an image to downscale must have sides that are multiples of 4, got 30x33: "
                        + "use croppedToMultipleOf(4)");
        assertThat(Resampling.PILLOW_BOX
                        .downscale(odd.croppedToMultipleOf(4), 4)
                        .sizeText())
                .isEqualTo("7x8");
    }

    @Test
    void sizes_beyond_the_limit_are_refused_before_they_are_allocated() {
        Image small = Image.of(1, 1, 1, new float[1]);

        assertThatThrownBy(() -> Resampling.MATLAB_BICUBIC.to(small, 1_000_000, 1_000_000))
                .hasMessage("a resized image must have 1 to 100000000 pixels, got 1000000x1000000: use smaller sides");
    }

    @ParameterizedTest
    @ValueSource(strings = {"astronaut", "coffee"})
    void color_correction_follows_equation_13(String name) {
        Image up = golden(name, "pillow_bicubic_up");
        float[] washed = up.values();
        for (int i = 0; i < washed.length; i++) {
            washed[i] = 0.8f * washed[i] + 0.1f;
        }

        Image corrected = ColorCorrection.towards(golden(name, "pillow_bicubic"))
                .of(Image.of(3, up.height(), up.width(), washed));

        float[] sampled = new float[3 * 32 * 32];
        for (int i = 0; i < sampled.length; i++) {
            sampled[i] = corrected.value(i / 1024, i / 32 % 32 * 8, i % 32 * 8);
        }
        assertThat(sampled)
                .containsExactly(
                        Golden.arrays("images.npz")
                                .tensor(name + ".png/colour_corrected")
                                .floats(),
                        within(1e-5f));
    }

    @Test
    void color_correction_of_a_constant_channel_only_moves_its_mean() {
        Image constant = Image.of(1, 1, 2, new float[] {0.3f, 0.3f});
        Image input = Image.of(1, 1, 2, new float[] {0.5f, 0.7f});

        assertThat(ColorCorrection.towards(input).of(constant).values())
                .containsExactly(new float[] {0.6f, 0.6f}, within(1e-6f));
    }

    private static Image made() {
        return image(Golden.arrays("resize.npz").tensor("input"));
    }

    private static Image image(String name) {
        return ImageFiles.load(Golden.shared("images/hr/" + name + ".png")).crop(0, 0, 256, 256);
    }

    private static Image golden(String name, String key) {
        return image(Golden.arrays("images.npz").tensor(name + ".png/" + key));
    }

    private static Image image(StoredTensor array) {
        return Image.of(3, (int) array.shape()[0], (int) array.shape()[1], planar(array, 255f));
    }

    private static float[] planar(StoredTensor rowsColumnsChannels, float largest) {
        float[] hwc = rowsColumnsChannels.floats();
        int plane = hwc.length / 3;
        float[] chw = new float[hwc.length];
        for (int i = 0; i < chw.length; i++) {
            chw[i] = hwc[i % plane * 3 + i / plane] / largest;
        }
        return chw;
    }
}
