package io.github.pdd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CropRuleTest {
    /** Flat but for its right third, and flat throughout. */
    private final Images images = Images.of(List.of(textured(48, 24), textured(48, 48), textured(48, 32)));

    private static Image textured(int size, int from) {
        SplittableRandom random = new SplittableRandom(from);
        float[] values = new float[3 * size * size];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % size < from ? 0.5f : (float) random.nextDouble();
        }
        return Image.of(3, size, size, values);
    }

    private static Crops crops(@Nullable CropRule rule) {
        return new Crops(2, 12, 4, 7).rule(rule);
    }

    @Test
    void crops_that_are_not_kept_are_drawn_again_and_the_others_stay() {
        CropRule rule = CropRules.contrast(0.05);
        int stayed = 0;
        for (int iteration = 1; iteration <= 20; iteration++) {
            Batch plain = crops(null).unlabeled(images, iteration);
            Batch kept = crops(rule).unlabeled(images, iteration);
            for (int i = 0; i < 4; i++) {
                assertThat(Contrast.deviation(kept.image(i))).isGreaterThanOrEqualTo(0.05);
                if (rule.keeps(plain.image(i))) {
                    assertThat(kept.image(i)).isEqualTo(plain.image(i));
                    stayed++;
                }
            }
            assertThat(kept.names()).doesNotContain("2");
            assertThat(crops(rule).unlabeled(images, iteration)).isEqualTo(kept);
        }
        assertThat(stayed).isBetween(10, 70);
    }

    @Test
    void predictions_of_another_program_follow_the_crops_that_are_kept() {
        CapturedPairs pairs = Pairs.of(
                images,
                Images.of(
                        images.names(), List.of(twice(images.load(0)), twice(images.load(1)), twice(images.load(2)))));
        for (int iteration = 1; iteration <= 10; iteration++) {
            LabeledBatch predicted = crops(CropRules.flatArea(0.4)).predicted(pairs, iteration);
            assertThat(predicted.low()).isEqualTo(crops(CropRules.flatArea(0.4)).unlabeled(images, iteration));
            for (int i = 0; i < 4; i++) {
                assertThat(predicted.high().image(i))
                        .isEqualTo(twice(predicted.low().image(i)));
            }
        }
    }

    private static Image twice(Image image) {
        return io.github.pdd4j.image.Resampling.OPENCV_AREA.upscale(image, 2);
    }

    @Test
    void where_no_crop_is_kept_a_sentence_says_so() {
        assertThatThrownBy(() -> crops(CropRules.contrast(0.5)).unlabeled(images, 3))
                .hasMessage("unlabeled images must have crops that unlabeledCrops(...) keeps, got none in 200 draws for"
                        + " iteration 3 with contrast(0.5): use a rule that keeps more, or leave images out by"
                        + " without(...)");
        assertThatThrownBy(() -> CropRules.flatArea(2))
                .hasMessage("flat area of a crop must be a share from 0 to 1, got 2.0: use flatArea(0.25)");
        assertThatThrownBy(() -> CropRules.contrast(Double.NaN)).hasMessageStartingWith("least contrast of a crop");
    }

    /** Luma of white and black in equal parts has the deviation 1/2; of green alone 0.587 of it. */
    @Test
    void contrast_and_flat_area_are_those_of_the_closed_form() {
        float[] halves = new float[3 * 8 * 8];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = i % 8 < 4 ? 0 : 1;
        }
        float[] green = halves.clone();
        Arrays.fill(green, 0, 64, 0.3f);
        Arrays.fill(green, 128, 192, 0.3f);

        assertThat(Contrast.deviation(Image.of(3, 8, 8, halves))).isCloseTo(0.5, within(1e-9));
        assertThat(Contrast.deviation(Image.of(3, 8, 8, green))).isCloseTo(0.5 * 0.587, within(1e-6));
        assertThat(FlatArea.share(Image.of(3, 8, 8, halves))).isCloseTo(6.0 / 7, within(1e-9));
        float[] broken = halves.clone();
        broken[5] = Float.NaN;
        assertThat(CropRules.contrast(0.4).and(CropRules.flatArea(1)).keeps(Image.of(3, 8, 8, broken)))
                .as("what is not finite is for the guard of the training to name")
                .isTrue();
    }

    @Test
    void rules_are_values_and_say_themselves() {
        CropRule both = CropRules.contrast(0.02).and(CropRules.flatArea(0.25));

        assertThat(both)
                .hasToString("contrast(0.02).and(flatArea(0.25))")
                .isEqualTo(CropRules.contrast(0.02).and(CropRules.flatArea(0.25)));
        assertThat(both.and(crop -> true)).hasToString("contrast(0.02).and(flatArea(0.25)).and(...)");
    }
}
