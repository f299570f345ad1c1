package io.github.pdd4j.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NiqeTest {
    /** Of pyiqa with the same model, in gray values and in its color space ycbcr. */
    @ParameterizedTest
    @CsvSource({
        "astronaut, 3.0623880, 7.1120367, 3.1235927, 7.0058902",
        "coffee, 4.0615900, 7.3896841, 4.1143477, 7.5606801"
    })
    void photographs_have_the_values_of_the_external_scorer(
            String name, double original, double degraded, double originalLuma, double degradedLuma) {
        Image truth = ImageFiles.load(Golden.shared("images/hr/" + name + ".png"));
        Image small = Resampling.PILLOW_BICUBIC.downscale(truth, 4).quantized();
        Image again = Resampling.PILLOW_BICUBIC.upscale(small, 4);

        assertThat(niqe().of(truth)).isCloseTo(original, within(1e-5));
        assertThat(niqe().of(again)).isCloseTo(degraded, within(1e-5));
        assertThat(niqe().luma().of(truth)).isCloseTo(originalLuma, within(1e-3));
        assertThat(niqe().luma().of(again)).isCloseTo(degradedLuma, within(1e-3));
    }

    @Test
    void a_sample_of_known_shape_is_recognized() {
        Random random = new Random(1);
        double[] normal = IntStream.range(0, 200_000)
                .mapToDouble(i -> random.nextGaussian())
                .toArray();
        // Twice as wide on the left, and twice as often there.
        double[] lopsided = IntStream.range(0, normal.length)
                .mapToDouble(i -> i % 3 == 0 ? Math.abs(normal[i]) : -2 * Math.abs(normal[i]))
                .toArray();
        double[] twoValues =
                IntStream.range(0, 2000).mapToDouble(i -> i % 2 == 0 ? -1 : 1).toArray();

        assertThat(GeneralizedGaussian.of(normal).shape()).isCloseTo(2, within(0.03));
        // A normal distribution of deviation 1 is the one of shape 2 and scale √2; the mean of its right half is √(2 /
        // π).
        assertThat(GeneralizedGaussian.of(normal).left()).isCloseTo(Math.sqrt(2), within(0.01));
        assertThat(GeneralizedGaussian.of(lopsided).left()).isCloseTo(2 * Math.sqrt(2), within(0.02));
        assertThat(GeneralizedGaussian.of(lopsided).mean()).isCloseTo(-Math.sqrt(2 / Math.PI), within(0.01));
        assertThat(GeneralizedGaussian.of(twoValues).shape()).isCloseTo(10, within(1e-9));
    }

    @Test
    void neither_the_truth_nor_the_border_is_looked_at() {
        Image image = TestImages.image(3, 192, 192);
        Image framed = TestImages.image(4, 200, 200);
        float[] values = framed.values();
        for (int i = 0; i < values.length; i++) {
            int y = i / 200 % 200 - 4;
            int x = i % 200 - 4;
            boolean inside = y >= 0 && y < 192 && x >= 0 && x < 192;
            values[i] = inside ? image.value(i / 40_000, y, x) : values[i];
        }

        double alone = niqe().of(image);
        assertThat(niqe().of(image, framed)).isEqualTo(alone);
        assertThat(niqe().border(4).of(Image.of(3, 200, 200, values))).isEqualTo(alone);
    }

    @Test
    void images_that_are_too_small_or_flat_are_refused_in_one_sentence() {
        Image one = TestImages.image(3, 100, 150);

        assertThatThrownBy(() -> niqe().of(one))
                .hasMessageStartingWith(
                        "NIQE needs images of at least two blocks of 96 × 96 pixels within the border, got ");
        assertThatThrownBy(() -> niqe().of(Image.of(1, 200, 200, new float[40_000])))
                .hasMessage(
                        "NIQE needs at least two blocks of 96 × 96 pixels that are not flat, got 0 of 4: use images with texture");
    }

    private static Niqe niqe() {
        return Niqe.of(Golden.arrays("niqe.npz"));
    }
}
