package io.github.pdd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CropsTest {
    private final Images images = Images.of(
            List.of("a", "b", "c"),
            List.of(TestPatterns.colored(40, 48), TestPatterns.colored(41, 48), TestPatterns.colored(42, 48)));
    private final Crops crops = new Crops(4, 8, 2, 7);

    @Test
    void the_low_resolution_of_a_labeled_crop_is_that_of_its_truth() {
        LabeledBatch batch = crops.labeled(images.downscaledBy(Resampling.PILLOW_BOX), 3);

        assertThat(List.of(
                        batch.low().n(),
                        batch.low().channels(),
                        batch.low().height(),
                        batch.low().width()))
                .containsExactly(2, 3, 8, 8);
        for (int i = 0; i < 2; i++) {
            assertThat(batch.high().image(i).sizeText()).isEqualTo("32x32");
            assertThat(Resampling.PILLOW_BOX.downscale(batch.high().image(i), 4))
                    .isEqualTo(batch.low().image(i));
        }
    }

    @Test
    void a_labeled_crop_of_taken_pairs_is_aligned() {
        Images low = Images.of(List.of(TestPatterns.colored(20, 16)));
        Images high = Images.of(List.of(Resampling.OPENCV_AREA.upscale(low.load(0), 4)));

        LabeledBatch batch = crops.labeled(Pairs.of(low, high), 0);

        for (int i = 0; i < 2; i++) {
            assertThat(Resampling.OPENCV_AREA.upscale(batch.low().image(i), 4))
                    .isEqualTo(batch.high().image(i));
        }
    }

    /** The first channel rises to the right and the second one downward, so that a corner tells how a crop lies. */
    @Test
    void crops_turn_in_the_ways_of_the_augmentation_and_no_other() {
        Images slopes = Images.of(List.of(slope(40, 24)));
        Pairs pairs = Pairs.of(slopes, Images.of(List.of(slope(160, 96))));
        Set<Integer> flips = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            Batch plain = crops(Augmentation.NONE).unlabeled(slopes, i);
            Batch flipped = crops(Augmentation.NONE.horizontalFlips(true)).unlabeled(slopes, i);
            Image image = plain.image(0);
            assertThat(image.values()[1]).isGreaterThan(image.values()[0]);
            assertThat(image.values()[64 + 8]).isGreaterThan(image.values()[64]);
            assertThat(flipped.image(0)).isIn(image, image.flippedHorizontally());
            flips.add(flipped.equals(plain) ? 0 : 1);
            Image turned = crops(Augmentation.NONE.transposition(true))
                    .labeled(pairs, i)
                    .low()
                    .image(0);
            assertThat(turned)
                    .isIn(
                            crops(Augmentation.NONE).labeled(pairs, i).low().image(0),
                            crops(Augmentation.NONE)
                                    .labeled(pairs, i)
                                    .low()
                                    .image(0)
                                    .transposed());
            assertThat(new Crops(4, 8, 1, 7).unlabeled(slopes, i))
                    .isEqualTo(crops(Augmentation.PAPER).unlabeled(slopes, i));
        }
        assertThat(flips).containsExactlyInAnyOrder(0, 1);
    }

    private static Crops crops(Augmentation augmentation) {
        return new Crops(4, 8, 1, 7).augmentation(augmentation);
    }

    private static Image slope(int width, int height) {
        float[] values = new float[3 * height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                values[y * width + x] = (float) x / width;
                values[(height + y) * width + x] = (float) y / height;
            }
        }
        return Image.of(3, height, width, values);
    }

    @Test
    void a_batch_depends_on_seed_and_iteration_alone() {
        Pairs pairs = images.downscaledBy(Downscaling.oneOf(Resampling.PILLOW_BOX, Resampling.MATLAB_BICUBIC));
        LabeledBatch labeled = crops.labeled(pairs, 1000);
        Batch unlabeled = crops.unlabeled(images, 1000);

        assertThat(new Crops(4, 8, 2, 7).labeled(pairs, 1000)).isEqualTo(labeled);
        assertThat(new Crops(4, 8, 2, 7).unlabeled(images, 1000)).isEqualTo(unlabeled);
        assertThat(crops.unlabeled(images, 1001)).isNotEqualTo(unlabeled);
        assertThat(new Crops(4, 8, 2, 8).unlabeled(images, 1000)).isNotEqualTo(unlabeled);
    }

    @Test
    void every_image_is_visited_once_before_any_is_visited_again() {
        Images flat = Images.of(List.of(flat(0.1f), flat(0.2f), flat(0.3f), flat(0.4f)));
        Set<List<Float>> orders = new HashSet<>();
        for (long pass = 0; pass < 20; pass++) {
            List<Float> seen = List.of(
                    crops.unlabeled(flat, 2 * pass).image(0).value(0, 0, 0),
                    crops.unlabeled(flat, 2 * pass).image(1).value(0, 0, 0),
                    crops.unlabeled(flat, 2 * pass + 1).image(0).value(0, 0, 0),
                    crops.unlabeled(flat, 2 * pass + 1).image(1).value(0, 0, 0));
            assertThat(seen).containsExactlyInAnyOrder(0.1f, 0.2f, 0.3f, 0.4f);
            orders.add(seen);
        }
        assertThat(orders).hasSizeGreaterThan(5);
    }

    @Test
    void several_crops_in_a_row_come_from_one_image() {
        Images four = Images.of(List.of("a", "b", "c", "d"), List.of(flat(0.1f), flat(0.2f), flat(0.3f), flat(0.4f)));
        Crops thrice = crops.repeats(3);
        List<String> names = new ArrayList<>();
        for (long iteration = 0; iteration < 6; iteration++) {
            names.addAll(thrice.unlabeled(four, iteration).names());
        }

        List<String> first = List.of(names.get(0), names.get(3), names.get(6), names.get(9));
        assertThat(first).containsExactlyInAnyOrder("a", "b", "c", "d");
        for (int i = 0; i < names.size(); i++) {
            assertThat(names.get(i)).isEqualTo(names.get(i - i % 3));
        }
        assertThat(thrice.unlabeled(images, 0).image(0))
                .as("crops of one image have positions of their own")
                .isNotEqualTo(thrice.unlabeled(images, 0).image(1));
        assertThatThrownBy(() -> crops.repeats(0))
                .hasMessage("crops of an image in a row must be at least 1, got 0: use repeats(4)");
    }

    @Test
    void a_part_with_a_seed_of_its_own_changes_alone() {
        Pairs noisy = images.downscaledBy(Downscaling.of(
                Degradations.downscaled(Resampling.PILLOW_BOX, 4).then(Degradations.gaussianNoise(1, 20))));
        Pairs predicted = Pairs.of(
                images,
                Images.of(
                        images.names(),
                        IntStream.range(0, 3)
                                .mapToObj(i -> Resampling.OPENCV_AREA.upscale(images.load(i), 4))
                                .toList()));
        Crops still = crops.augmentation(Augmentation.NONE);
        for (long k = 1; k <= 20; k++) {
            LabeledBatch usual = still.labeled(noisy, k);
            Batch real = still.unlabeled(images, k);

            Crops noise = still.seeds(NamedSeeds.NONE.degradations(k));
            assertThat(noise.labeled(noisy, k).high()).isEqualTo(usual.high());
            assertThat(noise.labeled(noisy, k).low()).isNotEqualTo(usual.low());
            assertThat(noise.unlabeled(images, k)).isEqualTo(real);

            Crops sharp = still.seeds(NamedSeeds.NONE.labeled(100 + k));
            assertThat(sharp.labeled(noisy, k).high()).isNotEqualTo(usual.high());
            assertThat(sharp.unlabeled(images, k)).isEqualTo(real);

            Crops others = still.seeds(NamedSeeds.NONE.unlabeled(100 + k));
            assertThat(others.labeled(noisy, k)).isEqualTo(usual);
            assertThat(others.unlabeled(images, k)).isNotEqualTo(real);
            assertThat(others.predicted(predicted, k).low()).isEqualTo(others.unlabeled(images, k));
        }
    }

    @Test
    void turns_with_a_seed_of_their_own_turn_the_same_crops() {
        Pairs pairs = images.downscaledBy(Resampling.PILLOW_BOX);
        Crops still = crops.augmentation(Augmentation.NONE);
        Set<List<Image>> turned = new HashSet<>();
        for (long seed = 0; seed < 30; seed++) {
            Crops turning = crops.seeds(NamedSeeds.NONE.augmentation(seed));
            assertThat(turns(still.unlabeled(images, 3).image(0)))
                    .contains(turning.unlabeled(images, 3).image(0));
            assertThat(turns(still.labeled(pairs, 3).high().image(1)))
                    .contains(turning.labeled(pairs, 3).high().image(1));
            turned.add(List.of(
                    turning.unlabeled(images, 3).image(0),
                    turning.labeled(pairs, 3).high().image(1)));
        }
        assertThat(turned).as("labeled and unlabeled crops turn independently").hasSizeGreaterThan(15);
    }

    private static List<Image> turns(Image image) {
        List<Image> all = new ArrayList<>();
        for (Image each : List.of(image, image.transposed())) {
            all.add(each);
            all.add(each.flippedHorizontally());
            all.add(each.flippedVertically());
            all.add(each.flippedHorizontally().flippedVertically());
        }
        return all;
    }

    /** What is pinned by name stays for every seed, as in a study over seeds. */
    @Test
    void with_a_seed_for_every_part_the_seed_of_the_training_changes_nothing() {
        Pairs noisy = images.downscaledBy(Downscaling.of(
                Degradations.downscaled(Resampling.PILLOW_BOX, 4).then(Degradations.gaussianNoise(1, 20))));
        NamedSeeds all = NamedSeeds.NONE.labeled(1).unlabeled(2).degradations(3).augmentation(4);

        assertThat(new Crops(4, 8, 2, 8).seeds(all).labeled(noisy, 5))
                .isEqualTo(crops.seeds(all).labeled(noisy, 5));
        assertThat(new Crops(4, 8, 2, 8).seeds(all).unlabeled(images, 5))
                .isEqualTo(crops.seeds(all).unlabeled(images, 5));
    }

    @Test
    void all_eight_turns_of_a_image_occur() {
        Image whole = TestPatterns.colored(8, 8);
        Images one = Images.of(List.of(whole));
        Set<Image> turns = new HashSet<>();
        for (int k = 0; k < 60; k++) {
            turns.add(crops.unlabeled(one, k).image(0));
        }

        assertThat(turns).hasSize(8).contains(whole, whole.transposed().flippedVertically());
    }

    @Test
    void a_crop_that_does_not_fit_names_the_image_and_both_sizes() {
        Images small = Images.of(List.of("icon"), List.of(TestPatterns.colored(40, 31)));

        assertThatThrownBy(() -> crops.labeled(small.downscaledBy(Resampling.PILLOW_BOX), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("crops must fit into every image, got crops of 32x32 for image icon of 40x31: "
                        + "use a smaller crop");
        assertThatThrownBy(() -> new Crops(4, 5000, 2, 7))
                .hasMessage("a crop must have 1 to 16384 pixels a side in high resolution, got 5000 times scale 4: "
                        + "use crop(48)");
        assertThatThrownBy(() -> new Crops(4, 8, 0, 7))
                .hasMessage("a batch must have 1 to 4096 crops, got 0: use batch(2)");
    }

    @Test
    void prefetching_changes_neither_order_nor_values_however_many_threads_there_are() {
        Pairs drawn = images.downscaledBy(Downscaling.oneOf(Resampling.PILLOW_BOX, Resampling.MATLAB_BICUBIC));
        for (int threads : new int[] {1, 2, 5}) {
            try (Prefetch<Batch> unlabeled = Prefetch.of(k -> crops.unlabeled(images, k), 5, threads);
                    Prefetch<LabeledBatch> labeled = Prefetch.of(k -> crops.labeled(drawn, k), 5, threads)) {
                for (long k = 5; k < 25; k++) {
                    assertThat(unlabeled.next()).isEqualTo(crops.unlabeled(images, k));
                    assertThat(labeled.next()).isEqualTo(crops.labeled(drawn, k));
                }
            }
        }
    }

    /** The maker of a batch ends only when the consumer waits for it. */
    @Test
    void the_time_is_counted_in_which_nothing_was_made_ahead() {
        Thread consumer = Thread.currentThread();
        try (Prefetch<Long> numbers = Prefetch.of(
                k -> {
                    while (k == 1 && consumer.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    return k;
                },
                1,
                1)) {
            assertThat(numbers.waited()).isZero();
            assertThat(numbers.next()).isEqualTo(1);
            double first = numbers.waited();
            assertThat(first).isPositive();
            assertThat(numbers.next()).isEqualTo(2);
            assertThat(numbers.waited()).isGreaterThan(first);
        }
    }

    @Test
    void prefetching_throws_what_the_maker_threw_and_ends_when_interrupted_or_closed() {
        try (Prefetch<Integer> failing = Prefetch.of(
                k -> {
                    throw new IllegalStateException("batch " + k);
                },
                2)) {
            assertThatThrownBy(failing::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("batch 2");
        }
        CompletableFuture<Long> never = new CompletableFuture<>();
        Prefetch<Long> numbers = Prefetch.of(k -> never.join(), 0);
        Thread.currentThread().interrupt();
        assertThatThrownBy(numbers::next).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        never.complete(1L);
        numbers.close();
        assertThatThrownBy(numbers::next).isInstanceOf(CancellationException.class);
    }

    private static Image flat(float value) {
        float[] chw = new float[3 * 8 * 8];
        Arrays.fill(chw, value);
        return Image.of(3, 8, 8, chw);
    }
}
