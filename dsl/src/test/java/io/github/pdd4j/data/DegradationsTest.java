package io.github.pdd4j.data;

import static io.github.pdd4j.data.Degradations.blur;
import static io.github.pdd4j.data.Degradations.downscaled;
import static io.github.pdd4j.data.Degradations.gaussianNoise;
import static io.github.pdd4j.data.Degradations.jpeg;
import static io.github.pdd4j.data.Degradations.oneOf;
import static io.github.pdd4j.data.Degradations.resized;
import static io.github.pdd4j.data.Degradations.shuffled;
import static io.github.pdd4j.image.Resampling.MATLAB_BICUBIC;
import static io.github.pdd4j.image.Resampling.OPENCV_AREA;
import static io.github.pdd4j.image.Resampling.OPENCV_LINEAR;
import static io.github.pdd4j.image.Resampling.PILLOW_BICUBIC;
import static io.github.pdd4j.image.Resampling.PILLOW_BILINEAR;
import static io.github.pdd4j.image.Resampling.PILLOW_BOX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.Pictures;
import io.github.pdd4j.image.Resampling;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DegradationsTest {
    private static final Degradation DARKER = (picture, random) -> scaled(picture, 0.5f, 0);
    private static final Degradation LIGHTER = (picture, random) -> scaled(picture, 1, 0.25f);

    @Test
    void blur_spreads_a_point_as_the_gaussian_does_and_keeps_its_sum() {
        float[] point = new float[41 * 41];
        point[20 * 41 + 20] = 1;

        Picture spread = blur(2).apply(Picture.of(1, 41, 41, point), random());

        double centre = spread.value(0, 20, 20);
        assertThat(spread.value(0, 20, 23) / centre).isCloseTo(Math.exp(-9 / 8.0), within(1e-5));
        assertThat(spread.value(0, 16, 17) / centre).isCloseTo(Math.exp(-25 / 8.0), within(1e-5));
        double sum = 0;
        for (float value : spread.values()) {
            sum += value;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(centre).isCloseTo(1 / (8 * Math.PI), within(1e-5));
    }

    @Test
    void a_blur_range_draws_different_values_of_the_range() {
        float[] point = new float[41 * 41];
        point[20 * 41 + 20] = 1;
        Picture picture = Picture.of(1, 41, 41, point);
        SplittableRandom random = random();

        Set<Float> centres = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            centres.add(blur(1, 3).apply(picture, random).value(0, 20, 20));
        }

        assertThat(centres)
                .hasSizeGreaterThan(45)
                .allSatisfy(
                        centre -> assertThat((double) centre).isBetween(1 / (18.1 * Math.PI), 1 / (1.99 * Math.PI)));
    }

    @Test
    void noise_has_the_deviation_that_is_asked_for_and_no_mean() {
        Picture grey = scaled(Picture.of(1, 200, 200, new float[40000]), 1, 0.5f);

        float[] noisy = gaussianNoise(6).apply(grey, random()).values();

        double mean = 0;
        double square = 0;
        for (float value : noisy) {
            mean += (value - 0.5) * 255 / noisy.length;
            square += Math.pow((value - 0.5) * 255, 2) / noisy.length;
        }
        assertThat(mean).isCloseTo(0, within(0.15));
        assertThat(Math.sqrt(square)).isCloseTo(6, within(0.15));
    }

    @Test
    void the_same_seed_gives_the_same_picture() {
        Picture picture = TestPictures.coloured(64, 48);
        Degradation recipe = Degradations.unknown(4);

        Picture once = recipe.apply(picture, new SplittableRandom(5));

        assertThat(once.sizeText()).isEqualTo("16x12");
        assertThat(recipe.apply(picture, new SplittableRandom(5))).isEqualTo(once);
        assertThat(recipe.apply(picture, new SplittableRandom(6))).isNotEqualTo(once);
    }

    @Test
    void then_keeps_the_order() {
        Picture grey = scaled(Picture.of(1, 1, 1, new float[1]), 1, 0.5f);

        assertThat(DARKER.then(LIGHTER).apply(grey, random()).value(0, 0, 0)).isEqualTo(0.5f);
        assertThat(LIGHTER.then(DARKER).apply(grey, random()).value(0, 0, 0)).isEqualTo(0.375f);
    }

    @Test
    void one_of_takes_each_choice_equally_often_and_shuffled_every_order() {
        Picture grey = scaled(Picture.of(1, 1, 1, new float[1]), 1, 0.5f);
        SplittableRandom random = random();
        int darker = 0;
        int darkerFirst = 0;
        for (int i = 0; i < 1000; i++) {
            darker += oneOf(DARKER, LIGHTER).apply(grey, random).value(0, 0, 0) == 0.25f ? 1 : 0;
            darkerFirst += shuffled(DARKER, LIGHTER).apply(grey, random).value(0, 0, 0) == 0.5f ? 1 : 0;
        }

        assertThat(darker).isBetween(440, 560);
        assertThat(darkerFirst).isBetween(440, 560);
    }

    @Test
    void jpeg_and_downscaling_are_those_of_the_image_package() {
        Picture picture = TestPictures.coloured(18, 13);

        assertThat(jpeg(60).apply(picture, random())).isEqualTo(Pictures.jpeg(picture, 60));
        assertThat(downscaled(Resampling.PILLOW_BOX, 4).apply(picture, random()))
                .isEqualTo(Resampling.PILLOW_BOX.downscale(picture.crop(0, 0, 16, 12), 4));
    }

    @Test
    void a_random_resize_draws_factors_of_the_range_and_every_choice() {
        Picture picture = TestPictures.coloured(40, 20);
        SplittableRandom random = random();
        Set<Integer> widths = new HashSet<>();
        Set<Picture> results = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            Picture resized = resized(0.5, 1.5, PILLOW_BICUBIC, OPENCV_LINEAR).apply(picture, random);
            widths.add(resized.width());
            assertThat(resized.height()).isBetween((resized.width() - 1) / 2, (resized.width() + 1) / 2);
            results.add(resized(0.5, 0.5, PILLOW_BICUBIC, OPENCV_LINEAR).apply(picture, random));
        }

        assertThat(widths)
                .hasSizeGreaterThan(38)
                .allSatisfy(width -> assertThat(width).isBetween(20, 60));
        assertThat(results)
                .containsExactlyInAnyOrder(PILLOW_BICUBIC.to(picture, 20, 10), OPENCV_LINEAR.to(picture, 20, 10));
        assertThat(resized(0.01, 0.01, PILLOW_BOX).apply(picture, random).sizeText())
                .isEqualTo("1x1");
    }

    @Test
    void a_blind_degradation_ends_at_the_scale_in_whatever_order_and_by_its_seed() {
        Picture picture = TestPictures.coloured(70, 49);
        Degradation blind = shuffled(
                        blur(0.2, 3), resized(0.3, 1.5, OPENCV_AREA, PILLOW_BILINEAR), gaussianNoise(1, 25))
                .toScale(4, MATLAB_BICUBIC, OPENCV_AREA)
                .then(jpeg(30, 95));

        Set<Picture> results = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Picture low = blind.apply(picture, new SplittableRandom(seed));
            assertThat(low.sizeText()).isEqualTo("17x12");
            assertThat(blind.apply(picture, new SplittableRandom(seed))).isEqualTo(low);
            results.add(low);
        }

        assertThat(results).hasSize(20);
        assertThat(blind)
                .hasToString("shuffled(blur(0.2, 3),"
                        + " resized(0.3, 1.5, Resampling.OPENCV_AREA, Resampling.PILLOW_BILINEAR),"
                        + " noise(1, 25))"
                        + ".toScale(4, Resampling.MATLAB_BICUBIC, Resampling.OPENCV_AREA)"
                        + ".then(jpeg(30, 95))");
    }

    @Test
    void without_a_resize_between_to_scale_is_downscaling() {
        Picture picture = TestPictures.coloured(18, 13);

        assertThat(DARKER.toScale(4, PILLOW_BOX).apply(picture, random()))
                .isEqualTo(DARKER.then(downscaled(PILLOW_BOX, 4)).apply(picture, random()));
    }

    @Test
    void a_recipe_prints_as_the_phrase_that_made_it() {
        assertThat(Degradations.unknown(4))
                .hasToString(
                        "blur(2).then(downscaled(Resampling.MATLAB_BICUBIC, 4))" + ".then(noise(6)).then(jpeg(60))");
        assertThat(Degradations.named("mine", DARKER)).hasToString("degradation(\"mine\", ...)");
    }

    @Test
    void values_out_of_range_are_refused() {
        assertThatThrownBy(() -> blur(3, 0.2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("blur sigma must rise from 0 to at most 100, got 3 to 0.2: "
                        + "give the smaller value first, inside these bounds");
        assertThatThrownBy(() -> blur(300))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("blur sigma must be from 0 to 100, got 300: give a value inside these bounds");
        assertThatThrownBy(() -> jpeg(0)).hasMessageContaining("JPEG quality must be from 1 to 100, got 0:");
        assertThatThrownBy(() -> gaussianNoise(Double.NaN)).hasMessageContaining("got NaN:");
        assertThatThrownBy(() -> resized(0, 2, PILLOW_BOX))
                .hasMessage("resize factor must rise from 0.01 to at most 16, got 0 to 2: "
                        + "give the smaller value first, inside these bounds");
        assertThatThrownBy(() -> resized(0.5, 1))
                .hasMessage("resized needs at least one resampling, got none: "
                        + "name those to choose from, as bicubic(), bilinear()");
        assertThatThrownBy(() -> blur(1).toScale(0, PILLOW_BOX))
                .hasMessage("a downscaling factor must be at least 1, got 0: use 4 for the usual x4");
        assertThatThrownBy(Degradations::oneOf)
                .hasMessage("oneOf needs at least one degradation, got none: use oneOf(blur(2), jpeg(60))");
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_degradation_that_answers_nothing_is_named() {
        Degradation broken = Degradations.named("broken", (picture, random) -> null);
        Images one = Images.of(List.of(TestPictures.coloured(16, 16)));
        String sentence = "a degradation must answer a picture, got null from degradation(\"broken\", ...): "
                + "let its lambda return the degraded picture";

        assertThatThrownBy(() -> one.degradedBy(broken).load(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> one.downscaledBy(broken).pair(0, 4)).hasMessage(sentence);
        for (Degradation recipe : List.of(broken.then(jpeg(60)), shuffled(broken), broken.toScale(4, PILLOW_BOX))) {
            assertThatThrownBy(() -> one.degradedBy(recipe).load(0)).hasMessage(sentence);
        }
    }

    private static Picture scaled(Picture picture, float gain, float offset) {
        float[] values = picture.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * gain + offset;
        }
        return Picture.of(picture.channels(), picture.height(), picture.width(), values);
    }

    private static SplittableRandom random() {
        return new SplittableRandom(7);
    }
}
