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

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DegradationsTest {
    private static final Degradation DARKER = (image, random) -> scaled(image, 0.5f, 0);
    private static final Degradation LIGHTER = (image, random) -> scaled(image, 1, 0.25f);

    /** Of full range only the factors' bounds are known; each alone is checked by what it leaves. */
    @Test
    void color_jitter_changes_what_it_says_and_leaves_the_rest() {
        Image image = Image.of(3, 1, 2, new float[] {0.2f, 0.4f, 0.3f, 0.5f, 0.4f, 0.3f});
        double mean = (luma(image, 0) + luma(image, 1)) / 2;
        for (int seed = 0; seed < 20; seed++) {
            float[] brighter =
                    Degradations.colorJitter(0.2, 0, 0).apply(image, seed).values();
            float[] contrasting =
                    Degradations.colorJitter(0, 0.2, 0).apply(image, seed).values();
            Image colored = Degradations.colorJitter(0, 0, 0.2).apply(image, seed);
            double factor = brighter[0] / 0.2;
            double distance = (contrasting[0] - mean) / (0.2f - mean);
            assertThat(factor).isBetween(0.8, 1.2).isNotEqualTo(1);
            assertThat(distance).isBetween(0.799, 1.201);
            for (int i = 0; i < 6; i++) {
                assertThat((double) brighter[i]).isCloseTo(factor * image.values()[i], within(1e-6));
                assertThat(contrasting[i] - mean).isCloseTo(distance * (image.values()[i] - mean), within(1e-6));
            }
            assertThat(luma(colored, 0)).isCloseTo(luma(image, 0), within(1e-6));
            assertThat(colored.values()[0] - colored.values()[2])
                    .isNotCloseTo(image.values()[0] - image.values()[2], within(1e-6f));
        }
        assertThat(Degradations.colorJitter(0, 0, 0).apply(image, 1).values())
                .containsExactly(image.values(), within(1e-6f));
        assertThat(Degradations.colorJitter(0.1, 0, 0.2)).hasToString("colorJitter(0.1, 0.0, 0.2)");
        assertThatThrownBy(() -> Degradations.colorJitter(2, 0, 0))
                .hasMessageStartingWith("brightness of the jitter must rise from 0 to at most 1, got 0 to 2");
    }

    private static double luma(Image image, int i) {
        float[] values = image.values();
        return 0.299 * values[i] + 0.587 * values[2 + i] + 0.114 * values[4 + i];
    }

    @Test
    void blur_spreads_a_point_as_the_gaussian_does_and_keeps_its_sum() {
        float[] point = new float[41 * 41];
        point[20 * 41 + 20] = 1;

        Image spread = blur(2).apply(Image.of(1, 41, 41, point), random());

        double center = spread.value(0, 20, 20);
        assertThat(spread.value(0, 20, 23) / center).isCloseTo(Math.exp(-9 / 8.0), within(1e-5));
        assertThat(spread.value(0, 16, 17) / center).isCloseTo(Math.exp(-25 / 8.0), within(1e-5));
        double sum = 0;
        for (float value : spread.values()) {
            sum += value;
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(center).isCloseTo(1 / (8 * Math.PI), within(1e-5));
    }

    @Test
    void a_blur_range_draws_different_values_of_the_range() {
        float[] point = new float[41 * 41];
        point[20 * 41 + 20] = 1;
        Image image = Image.of(1, 41, 41, point);
        SplittableRandom random = random();

        Set<Float> centers = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            centers.add(blur(1, 3).apply(image, random).value(0, 20, 20));
        }

        assertThat(centers)
                .hasSizeGreaterThan(45)
                .allSatisfy(
                        center -> assertThat((double) center).isBetween(1 / (18.1 * Math.PI), 1 / (1.99 * Math.PI)));
    }

    @Test
    void noise_has_the_deviation_that_is_asked_for_and_no_mean() {
        Image gray = scaled(Image.of(1, 200, 200, new float[40000]), 1, 0.5f);

        float[] noisy = gaussianNoise(6).apply(gray, random()).values();

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
    void the_same_seed_gives_the_same_image() {
        Image image = TestPatterns.colored(64, 48);
        Degradation recipe = Degradations.unknown(4);

        Image once = recipe.apply(image, new SplittableRandom(5));

        assertThat(once.sizeText()).isEqualTo("16x12");
        assertThat(recipe.apply(image, new SplittableRandom(5))).isEqualTo(once);
        assertThat(recipe.apply(image, new SplittableRandom(6))).isNotEqualTo(once);
    }

    @Test
    void then_keeps_the_order() {
        Image gray = scaled(Image.of(1, 1, 1, new float[1]), 1, 0.5f);

        assertThat(DARKER.then(LIGHTER).apply(gray, random()).value(0, 0, 0)).isEqualTo(0.5f);
        assertThat(LIGHTER.then(DARKER).apply(gray, random()).value(0, 0, 0)).isEqualTo(0.375f);
    }

    @Test
    void one_of_takes_each_choice_equally_often_and_shuffled_every_order() {
        Image gray = scaled(Image.of(1, 1, 1, new float[1]), 1, 0.5f);
        SplittableRandom random = random();
        int darker = 0;
        int darkerFirst = 0;
        for (int i = 0; i < 1000; i++) {
            darker += oneOf(DARKER, LIGHTER).apply(gray, random).value(0, 0, 0) == 0.25f ? 1 : 0;
            darkerFirst += shuffled(DARKER, LIGHTER).apply(gray, random).value(0, 0, 0) == 0.5f ? 1 : 0;
        }

        assertThat(darker).isBetween(440, 560);
        assertThat(darkerFirst).isBetween(440, 560);
    }

    @Test
    void jpeg_and_downscaling_are_those_of_the_image_package() {
        Image image = TestPatterns.colored(18, 13);

        assertThat(jpeg(60).apply(image, random())).isEqualTo(ImageFiles.jpeg(image, 60));
        assertThat(downscaled(Resampling.PILLOW_BOX, 4).apply(image, random()))
                .isEqualTo(Resampling.PILLOW_BOX.downscale(image.crop(0, 0, 16, 12), 4));
    }

    @Test
    void a_random_resize_draws_factors_of_the_range_and_every_choice() {
        Image image = TestPatterns.colored(40, 20);
        SplittableRandom random = random();
        Set<Integer> widths = new HashSet<>();
        Set<Image> results = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            Image resized = resized(0.5, 1.5, PILLOW_BICUBIC, OPENCV_LINEAR).apply(image, random);
            widths.add(resized.width());
            assertThat(resized.height()).isBetween((resized.width() - 1) / 2, (resized.width() + 1) / 2);
            results.add(resized(0.5, 0.5, PILLOW_BICUBIC, OPENCV_LINEAR).apply(image, random));
        }

        assertThat(widths)
                .hasSizeGreaterThan(38)
                .allSatisfy(width -> assertThat(width).isBetween(20, 60));
        assertThat(results)
                .containsExactlyInAnyOrder(PILLOW_BICUBIC.to(image, 20, 10), OPENCV_LINEAR.to(image, 20, 10));
        assertThat(resized(0.01, 0.01, PILLOW_BOX).apply(image, random).sizeText())
                .isEqualTo("1x1");
    }

    @Test
    void a_blind_degradation_ends_at_the_scale_in_whatever_order_and_by_its_seed() {
        Image image = TestPatterns.colored(70, 49);
        Degradation blind = shuffled(
                        blur(0.2, 3), resized(0.3, 1.5, OPENCV_AREA, PILLOW_BILINEAR), gaussianNoise(1, 25))
                .toScale(4, MATLAB_BICUBIC, OPENCV_AREA)
                .then(jpeg(30, 95));

        Set<Image> results = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            Image low = blind.apply(image, new SplittableRandom(seed));
            assertThat(low.sizeText()).isEqualTo("17x12");
            assertThat(blind.apply(image, new SplittableRandom(seed))).isEqualTo(low);
            results.add(low);
        }

        assertThat(results).hasSize(20);
        assertThat(blind)
                .hasToString("shuffled(blur(0.2, 3),"
                        + " resized(0.3, 1.5, area(), bilinear()),"
                        + " noise(1, 25))"
                        + ".toScale(4, bicubic(), area())"
                        + ".then(jpeg(30, 95))");
    }

    @Test
    void without_a_resize_between_to_scale_is_downscaling() {
        Image image = TestPatterns.colored(18, 13);

        assertThat(DARKER.toScale(4, PILLOW_BOX).apply(image, random()))
                .isEqualTo(DARKER.then(downscaled(PILLOW_BOX, 4)).apply(image, random()));
    }

    @Test
    void a_recipe_prints_as_the_phrase_that_made_it() {
        assertThat(Degradations.unknown(4))
                .hasToString("blur(2).then(downscaled(bicubic(), 4))" + ".then(noise(6)).then(jpeg(60))");
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
                .hasMessage("a downscaling factor must be at least 1, got 0: use 4 for a network of x4");
        assertThatThrownBy(Degradations::oneOf)
                .hasMessage("oneOf needs at least one degradation, got none: use oneOf(blur(2), jpeg(60))");
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_degradation_that_answers_nothing_is_named() {
        Degradation broken = Degradations.named("broken", (image, random) -> null);
        Images one = Images.of(List.of(TestPatterns.colored(16, 16)));
        String sentence = "a degradation must return an image, got null from degradation(\"broken\", ...): "
                + "let its lambda return the degraded image";

        assertThatThrownBy(() -> one.degradedBy(broken).load(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
        assertThatThrownBy(() -> one.downscaledBy(broken).pair(0, 4)).hasMessage(sentence);
        for (Degradation recipe : List.of(broken.then(jpeg(60)), shuffled(broken), broken.toScale(4, PILLOW_BOX))) {
            assertThatThrownBy(() -> one.degradedBy(recipe).load(0)).hasMessage(sentence);
        }
    }

    private static Image scaled(Image image, float gain, float offset) {
        float[] values = image.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * gain + offset;
        }
        return Image.of(image.channels(), image.height(), image.width(), values);
    }

    private static SplittableRandom random() {
        return new SplittableRandom(7);
    }
}
