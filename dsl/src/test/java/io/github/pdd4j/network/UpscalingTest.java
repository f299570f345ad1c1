package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.tensor.Devices;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.View;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpscalingTest {
    private final Network compact = PretrainedModels.generalist();
    private final Image photo = TestImages.image(3, 150, 97);

    @ParameterizedTest
    @CsvSource({
        "100, 40, 16, 1",
        "100, 100, 16, 1",
        "37, 16, 8, 1",
        "256, 64, 0, 1",
        "5000, 256, 32, 1",
        "17, 16, 8, 2",
        "97, 18, 9, 4",
        "61, 21, 10, 4"
    })
    void the_weights_of_all_tiles_add_up_to_one_everywhere(int length, int tile, int overlap, int multiple) {
        Tiling tiling = Tiling.of(length, Upscaling.DEFAULT.tile(tile).overlap(overlap), multiple);
        double[] sums = new double[tiling.length() * 3];
        for (int i = 0; i < tiling.count(); i++) {
            assertThat(tiling.start(i) % multiple).isZero();
            float[] weights = tiling.weights(i, 3);
            for (int k = 0; k < weights.length; k++) {
                sums[tiling.start(i) * 3 + k] += weights[k];
            }
        }

        double[] ones = new double[sums.length];
        Arrays.fill(ones, 1);
        assertThat(sums).containsExactly(ones, within(1e-6));
    }

    /** The compact network's 14 convolutions see 14 pixels far; a quarter of this overlap is more. */
    @Test
    void tiles_equal_the_whole_image_where_the_overlap_covers_what_the_network_sees() {
        Image whole = compact.upscale(photo);

        Image tiled = compact.upscale(photo, u -> u.tile(120).overlap(60));

        assertThat(whole.sizeText()).isEqualTo("600x388");
        assertThat(largestDifference(whole, tiled)).isLessThan(1e-5);
    }

    @Test
    void a_small_overlap_hides_the_seams_that_tiles_without_one_would_show() {
        Image whole = compact.upscale(photo);

        assertThat(largestDifference(
                        whole, compact.upscale(photo, u -> u.tile(50).overlap(0))))
                .isGreaterThan(4 / 255.0);
        assertThat(largestDifference(
                        whole, compact.upscale(photo, u -> u.tile(64).overlap(16))))
                .isLessThan(1 / 255.0);
    }

    /** Its first layer gathers blocks of 2×2 pixels: a tile that began at an odd pixel would gather others. */
    @Test
    void a_network_that_works_on_blocks_sees_the_same_blocks_in_every_tile() {
        Network doubling = Network.load(Golden.file("rrdbnet_x2_nf16_nb1_gc8.pth"));

        Image tiled = doubling.upscale(photo, u -> u.tile(97).overlap(48));

        assertThat(tiled.sizeText()).isEqualTo("300x194");
        assertThat(largestDifference(doubling.upscale(photo), tiled)).isLessThan(1e-3);
    }

    @Test
    void gray_stays_gray_and_alpha_is_upscaled_beside_the_colors() {
        Image alpha = Channels.luma(TestImages.image(9, 150, 97));
        Image transparent = Channels.rgba(photo, alpha);
        float[] half = new float[150 * 97];
        Arrays.fill(half, 0.5f);

        assertThat(compact.upscale(Channels.luma(photo)).channels()).isEqualTo(1);
        Image upscaled = compact.upscale(transparent);
        assertThat(upscaled.rgb()).isEqualTo(compact.upscale(photo));
        assertThat(Channels.alpha(upscaled)).isEqualTo(compact.upscale(alpha));
        assertThat(Channels.alpha(compact.upscale(Channels.rgba(photo, Image.of(1, 97, 150, half))))
                        .values())
                .containsOnly(0.5f);
    }

    @Test
    void any_scale_and_size_is_reached_by_a_named_resampling_of_the_prediction() {
        Image fourfold = compact.upscale(photo);

        Image threefold = compact.upscale(photo, u -> u.scale(3, Resampling.MATLAB_BICUBIC));

        assertThat(threefold)
                .isEqualTo(Resampling.MATLAB_BICUBIC.to(fourfold, 450, 291).clipped());
        assertThat(compact.upscale(photo, u -> u.to(31, 17, Resampling.PILLOW_BICUBIC))
                        .sizeText())
                .isEqualTo("31x17");
        assertThat(compact.upscale(photo, u -> u.scale(1.5, Resampling.PILLOW_BICUBIC))
                        .sizeText())
                .isEqualTo("225x146");
        assertThat(compact.upscaling(u -> u.scale(3, Resampling.MATLAB_BICUBIC)).scale())
                .isEqualTo(3);
        assertThatThrownBy(() -> compact.upscaling(u -> u.to(31, 17, Resampling.MATLAB_BICUBIC))
                        .scale())
                .hasMessage("an upscaler must have a whole scale to be compared with a truth, got 31x17 by"
                        + " bicubic(): use scale(4, bicubic())");
    }

    @Test
    void a_stream_gives_what_single_calls_give_and_leaves_the_engine_as_it_was() {
        List<Image> images = List.of(photo, photo.crop(0, 0, 40, 30));

        assertThat(compact.upscale(images.stream()))
                .containsExactly(compact.upscale(photo), compact.upscale(images.get(1)));
        assertThat(compact.upscale(Stream.generate(() -> images.get(1))).limit(2))
                .hasSize(2);
        assertThatThrownBy(() -> compact.upscale(images.stream()).forEach(image -> {
                    throw new IllegalStateException("the consumer's");
                }))
                .hasMessage("the consumer's");
        assertThat(compact.upscale(images.get(1)).sizeText()).isEqualTo("160x120");
    }

    @Test
    void each_image_of_a_stream_is_upscaled_when_it_is_asked_for_also_by_an_iterator() {
        List<String> done = new ArrayList<>();
        Upscaler counting = new Counting(done);
        Stream<Image> endless = Stream.iterate(1, n -> n + 1).map(n -> photo.crop(0, 0, n, 1));

        Iterator<Image> iterator =
                counting.upscale(endless).map(Image::transposed).iterator();

        assertThat(done).isEmpty();
        assertThat(iterator.next().height()).isEqualTo(1);
        assertThat(iterator.next().height()).isEqualTo(2);
        assertThat(done).startsWith("opened", "1x1").doesNotContain("3x1", "closed");
    }

    @Test
    void a_stream_gives_back_what_it_opened_at_its_end_when_closed_and_when_its_consumer_fails() {
        List<String> done = new ArrayList<>();
        Upscaler counting = new Counting(done);
        Image pixel = photo.crop(0, 0, 1, 1);

        assertThat(counting.upscale(Stream.of(pixel, pixel)).toList()).hasSize(2);
        assertThat(done).containsExactly("opened", "1x1", "1x1", "closed");

        done.clear();
        boolean[] closed = {false};
        try (Stream<Image> stream =
                counting.upscale(Stream.generate(() -> pixel).onClose(() -> closed[0] = true))) {
            assertThat(stream.findFirst()).contains(pixel);
        }
        assertThat(done).containsExactly("opened", "1x1", "closed");
        assertThat(closed[0]).isTrue();

        done.clear();
        assertThatThrownBy(() -> counting.upscale(Stream.of(pixel)).forEach(image -> {
                    throw new IllegalStateException("the consumer's");
                }))
                .hasMessage("the consumer's");
        assertThat(done).containsExactly("opened", "1x1", "closed");
        done.clear();
        assertThat(counting.upscale(Stream.<Image>empty())).isEmpty();
        assertThat(done).isEmpty();
    }

    /** Notes what is asked of it, and gives images back as they are. */
    private record Counting(List<String> done) implements Upscaler {
        @Override
        public Image upscale(Image image) {
            done.add(image.sizeText());
            return image;
        }

        @Override
        public Session open() {
            done.add("opened");
            return new Session() {
                @Override
                public Image upscale(Image image) {
                    return Counting.this.upscale(image);
                }

                @Override
                public void close() {
                    done.add("closed");
                }
            };
        }

        @Override
        public int scale() {
            return 1;
        }

        @Override
        public Identity identity() {
            return new Identity("counting", "", "");
        }
    }

    @Test
    void a_prediction_that_is_not_finite_is_an_error_and_never_black() {
        for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Network diverged = new Network(new Filled(value), StateDict.of(Map.of()), "diverged");
            assertThatThrownBy(() -> diverged.upscale(photo, u -> u.tile(97).colorCorrection()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("predictions must be finite, got " + value + " from network(\"diverged\"), as a network"
                            + " whose training diverged gives them: use weights of an earlier checkpoint");
        }
        float[] holed = photo.values();
        holed[150 * 97 + 3 * 150 + 7] = Float.NaN;
        Image image = Image.of(3, 97, 150, holed);
        for (Upscaler upscaler : List.of(compact, Upscaler.bicubic(2))) {
            assertThatThrownBy(() -> upscaler.upscale(image))
                    .hasMessage("an image to upscale must have finite values, got NaN in channel 1, row 3, column 7:"
                            + " check what made it");
        }
    }

    /** Predicts one value everywhere. */
    private record Filled(float value) implements SuperResolutionConfig {
        @Override
        public NDArray forward(NDArray x, List<NDArray> weights) {
            return x.getManager().full(x.getShape(), value);
        }

        @Override
        public int scale() {
            return 1;
        }

        @Override
        public String architecture() {
            return "filled";
        }

        @Override
        public Map<String, long[]> shapes() {
            return Map.of();
        }
    }

    @Test
    void a_device_that_is_not_there_is_refused_wherever_the_network_computes() {
        Device card = Device.gpu(Torch.graphicsCards());
        Network placed = compact.on(card);
        Network body = PretrainedModels.srResNet().on(card);
        String sentence = "device must be one of " + Devices.phrases() + ", got gpu(" + card.getDeviceId() + "): "
                + Devices.whyNot();

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> placed.upscale(photo),
                () -> placed.upscale(photo, u -> u.tile(97)),
                () -> placed.named("other").upscale(photo),
                () -> placed.upscale(Stream.of(photo)).toList(),
                placed.upscaling(u -> u)::open)) {
            assertThatThrownBy(use).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
        }
        assertThat(FeatureExtractor.of(body).device()).contains(card);
        assertThat(compact.on(Device.cpu()).upscale(photo).sizeText()).isEqualTo("600x388");
    }

    @Test
    void one_pixel_is_upscaled() {
        Image pixel = Image.of(3, 1, 1, new float[] {0.2f, 0.4f, 0.6f});

        assertThat(compact.upscale(pixel, Upscaling::colorCorrection).sizeText())
                .isEqualTo("4x4");
    }

    @Test
    void tiles_are_shown_while_one_image_is_upscaled_and_not_in_a_stream() {
        List<String> shown = new ArrayList<>();
        Progress.sink(() -> new Progress() {
            @Override
            public void update(Supplier<? extends View> newer) {
                shown.add(newer.get().text());
            }

            @Override
            public void done(View last) {
                shown.add(last.text());
            }
        });
        try {
            compact.upscale(photo, u -> u.tile(97));
            compact.upscale(photo);
            compact.upscaling(u -> u.tile(97)).upscale(Stream.of(photo)).forEach(image -> {});
        } finally {
            Progress.sink(Progress::silent);
        }

        assertThat(shown)
                .containsExactly(
                        "tile 1 of 2, 97 pixels wide", "tile 2 of 2, 97 pixels wide", "tiles 2 of 2, 97 pixels wide");
    }

    @Test
    void tiles_that_the_engine_has_no_memory_for_are_halved() {
        Network narrow = new Network(new Narrow(40), StateDict.of(Map.of()), "narrow");

        assertThat(largestDifference(photo, narrow.upscale(photo))).isLessThan(1e-6);
        assertThatThrownBy(() -> new Network(new Narrow(10), StateDict.of(Map.of()), "narrow").upscale(photo))
                .isInstanceOf(EngineException.class)
                .hasMessage("CUDA out of memory");
    }

    /** Gives back its input, if that is small. */
    private record Narrow(int most) implements SuperResolutionConfig {
        @Override
        public NDArray forward(NDArray x, List<NDArray> weights) {
            if (x.getShape().get(3) > most) {
                throw new EngineException("CUDA out of memory");
            }
            return x;
        }

        @Override
        public int scale() {
            return 1;
        }

        @Override
        public String architecture() {
            return "narrow";
        }

        @Override
        public Map<String, long[]> shapes() {
            return Map.of();
        }
    }

    @Test
    void an_interrupt_ends_upscaling_between_two_tiles() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> compact.upscale(photo)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThatThrownBy(() -> compact.upscale(photo, u -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lambda of upscaling must return its argument or a changed copy of it, got null: write"
                        + " u -> u.tile(128), or leave it out for the default");
        assertThatThrownBy(() -> Upscaling.DEFAULT.tile(8))
                .hasMessage("tile must be at least 16 pixels, got 8: use tile(256)");
        assertThatThrownBy(() -> Upscaling.DEFAULT.tile(64).overlap(33))
                .hasMessage("overlap must be from 0 to half the tile of 64 pixels, got 33: use overlap(32)");
        assertThatThrownBy(() -> Upscaling.DEFAULT.scale(0, Resampling.MATLAB_BICUBIC))
                .hasMessage("scale must be above 0 and at most 64, got 0.0: use scale(3, bicubic())");
        assertThatThrownBy(() -> Upscaling.DEFAULT.to(0, 5, Resampling.MATLAB_BICUBIC))
                .hasMessage("output size must be at least 1x1, got 0x5: use to(1920, 1080, bicubic())");
    }

    private static double largestDifference(Image a, Image b) {
        float[] ours = a.values();
        float[] theirs = b.values();
        double largest = 0;
        for (int i = 0; i < ours.length; i++) {
            largest = Math.max(largest, Math.abs(ours[i] - theirs[i]));
        }
        return largest;
    }
}
