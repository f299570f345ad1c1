package io.github.pdd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelMetricsTest {
    private static final double LUMA_IN_FLOAT32 = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "astronaut, 26.57005595810704, 28.066020965576172, 0.8314121877456827, 0.8627008281617842",
        "coffee, 25.62579624623212, 27.021562576293945, 0.704087985068932, 0.7285049046443568"
    })
    void crops_have_the_reference_values(String name, double rgb, double luma, double ssim, double ssimLuma) {
        Image truth = whole(name).crop(0, 0, 256, 256);
        Image degraded = degraded(truth);

        assertThat(Psnr.rgb().of(degraded, truth)).isCloseTo(rgb, within(1e-6));
        assertThat(Psnr.rgb().luma().of(degraded, truth)).isCloseTo(luma, within(LUMA_IN_FLOAT32));
        assertThat(Ssim.rgb().of(degraded, truth)).isCloseTo(ssim, within(1e-6));
        assertThat(Ssim.rgb().luma().of(degraded, truth)).isCloseTo(ssimLuma, within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        "astronaut, 0, 25.378401, 26.880465, 0.8165023, 0.8442290",
        "astronaut, 4, 25.336578, 26.838131, 0.8140219, 0.8417709",
        "coffee, 0, 25.797300, 27.287931, 0.7347779, 0.7618717",
        "coffee, 4, 25.797295, 27.290811, 0.7364978, 0.7635575"
    })
    void whole_images_have_the_values_of_the_external_scorer(
            String name, int border, double rgb, double luma, double ssim, double ssimLuma) {
        Image truth = whole(name);
        Image degraded = degraded(truth);

        Ssim similarity = Ssim.rgb().border(border).pyiqa();
        assertThat(withFloor(Psnr.rgb().border(border).of(degraded, truth))).isCloseTo(rgb, within(LUMA_IN_FLOAT32));
        assertThat(withFloor(Psnr.rgb().border(border).luma().of(degraded, truth)))
                .isCloseTo(luma, within(LUMA_IN_FLOAT32));
        assertThat(similarity.of(degraded, truth)).isCloseTo(ssim, within(1e-6));
        assertThat(similarity.luma().of(degraded, truth)).isCloseTo(ssimLuma, within(1e-6));
    }

    @Test
    void a_known_shift_has_the_psnr_of_the_closed_form() {
        Image gray = constant(100 / 255f);

        assertThat(Psnr.rgb().of(constant(105 / 255f), gray)).isCloseTo(20 * Math.log10(51), within(1e-9));
        assertThat(Psnr.rgb().of(constant(100.4f / 255f), gray)).isInfinite();
        assertThat(Psnr.rgb().unrounded().of(constant(100.4f / 255f), gray))
                .isCloseTo(20 * Math.log10(255 / 0.4), within(1e-4));
    }

    @Test
    void equal_images_have_similarity_one_and_order_does_not_matter() {
        Image image = TestImages.image(7, 96, 64);
        Image degraded = degraded(image);

        assertThat(Ssim.rgb().of(image, image)).isCloseTo(1, within(1e-12));
        assertThat(Ssim.rgb().of(image, degraded)).isCloseTo(Ssim.rgb().of(degraded, image), within(1e-12));
    }

    @Test
    void the_border_decides_what_counts() {
        float[] values = new float[3 * 40 * 40];
        values[0] = 1;

        assertThat(Psnr.rgb().of(Image.of(3, 40, 40, values), constant(0))).isInfinite();
        assertThat(Psnr.rgb().border(0).of(Image.of(3, 40, 40, values), constant(0)))
                .isCloseTo(10 * Math.log10(3 * 1600), within(1e-9));
    }

    @Test
    void conventions_say_what_a_number_depends_on() {
        assertThat(Psnr.rgb()).hasToString("PSNR, dB, RGB, border 4, 0 … 255 in 8 bits");
        assertThat(Ssim.rgb().luma().border(2).unrounded())
                .hasToString("SSIM, Y of YCbCr (BT.601), border 2, 0 … 255 unrounded, Gaussian window 11 × 11, σ 1.5");
    }

    @Test
    void wrong_input_is_refused_in_one_sentence() {
        Image small = Image.of(3, 18, 20, new float[3 * 18 * 20]);

        assertThatThrownBy(() -> Psnr.rgb().of(small, constant(0)))
                .hasMessage(
                        "PSNR needs a prediction of the size of the truth, 40 × 40, got 20 × 18: crop or rescale one of them");
        assertThatThrownBy(() -> Ssim.rgb().of(small, small))
                .hasMessage(
                        "SSIM with this border needs images of at least 19 × 19 pixels, got 20 × 18: use border(0) or larger images");
        assertThatThrownBy(() -> Psnr.rgb().border(-1))
                .hasMessage(
                        "border of a metric must be 0 … 1024 pixels, got -1: use the scale, such as border(4) for ×4");
    }

    /** The scorer adds 1e-8 to the mean squared error of values in [0, 1]. */
    private static double withFloor(double psnr) {
        return -10 * Math.log10(Math.pow(10, -psnr / 10) + 1e-8);
    }

    private static Image degraded(Image truth) {
        return Resampling.PILLOW_BICUBIC.upscale(
                Resampling.PILLOW_BICUBIC.downscale(truth, 4).quantized(), 4);
    }

    private static Image constant(float value) {
        float[] values = new float[3 * 40 * 40];
        Arrays.fill(values, value);
        return Image.of(3, 40, 40, values);
    }

    private static Image whole(String name) {
        return ImageFiles.load(Golden.shared("images/hr/" + name + ".png"));
    }
}
