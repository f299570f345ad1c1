package io.github.pdd4j.metric;

import static io.github.pdd4j.Pdd.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.ImageDigest;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pair;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.data.Window;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Identity;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.tensor.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class EvaluationTest {
    private static final Pairs PAIRS = images(8).downscaledBy(bicubic());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void every_row_says_what_was_measured_and_how() {
        Evaluation scores = evaluate(compactSpecialist(), PAIRS, psnr());

        assertThat(scores.table().columnNames())
                .containsExactly(
                        "network",
                        "checkpoint",
                        "image",
                        "PSNR",
                        "conventions",
                        "input",
                        "problem",
                        "input scale",
                        "input facts",
                        "PSNR better",
                        "PSNR unit",
                        "PSNR color",
                        "PSNR border",
                        "PSNR range",
                        "PSNR rounded");
        assertThat(scores.toString().lines().toList().get(1).trim().split(" *\\| *"))
                .containsExactly("network", "checkpoint", "image", "PSNR", "conventions", "input");
        assertThat(scores.table().stringColumn("PSNR border").get(0)).isEqualTo("4");
        assertThat(scores.table().stringColumn("input scale").get(7)).isEqualTo("4");
        assertThat(scores.table().stringColumn("input facts").get(7)).contains("MATLAB_BICUBIC");
        assertThat(scores.table().stringColumn("checkpoint").get(0))
                .isEqualTo(compactSpecialist().weights().sha256().orElseThrow().substring(0, 8));
        assertThat(scores.table().stringColumn("conventions").get(7))
                .isEqualTo("PSNR (higher is better): dB, RGB, border 4, 0 … 255 in 8 bits");
        assertThat(scores.table().stringColumn("input").get(7))
                .isEqualTo(
                        "×4, by bicubic() from the truth, which is cut at the right and below to multiples of the scale");
    }

    @Test
    void a_network_with_settings_is_known_by_its_weights_too() {
        Upscaler tiled = compactSpecialist().upscaling(u -> u.tile(32));

        assertThat(evaluate(tiled, PAIRS, psnr())
                        .table()
                        .stringColumn("checkpoint")
                        .get(0))
                .isEqualTo(compactSpecialist().identity().checkpoint());
    }

    @Test
    void metrics_that_cannot_have_a_column_each_are_refused_before_the_work() {
        assertThatThrownBy(() -> evaluate(bicubicUpscaling(4), PAIRS, psnr(), psnr().luma()))
                .hasMessage("an evaluation must have at least one metric, each with a name that no other column has,"
                        + " got [PSNR, PSNR]: begin with evaluate(network, pairs, psnr()), and evaluate"
                        + " psnr().luma() in a table of its own");
        assertThatThrownBy(() -> evaluate(bicubicUpscaling(4), PAIRS))
                .hasMessageStartingWith(
                        "an evaluation must have at least one metric, each with a name that no other column has,"
                                + " got []");
        assertThatThrownBy(() -> bicubicUpscaling(0))
                .hasMessage("scale of an interpolation must be at least 1, got 0: use bicubicUpscaling(4)");
    }

    @Test
    void a_value_that_is_not_a_number_is_named_with_image_and_metric() {
        NoReference broken = new Fixed(Double.NaN);

        assertThatThrownBy(() -> evaluate(bicubicUpscaling(4), PAIRS, broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no image could be measured; 1: values of a metric must be numbers, got NaN of fixed for image "
                                + PAIRS.names().get(0) + ": look at the prediction, or at the metric's own code");
        NoReference partly = new Fixed(1) {
            private int calls;

            @Override
            public double of(Image image) {
                return ++calls == 3 ? Double.NaN : 1;
            }
        };
        Evaluation scores = evaluate(bicubicUpscaling(4), PAIRS, psnr(), partly);
        assertThat(scores.means().intColumn("images").asList()).containsExactly(7);
        assertThat(scores.means().doubleColumn("fixed").asList()).containsExactly(1.0);
        assertThat(scores.table().stringColumn("problem").get(2))
                .startsWith("values of a metric must be numbers, got NaN of fixed for image 3");
        assertThat(evaluate(bicubicUpscaling(4), PAIRS, new Fixed(Double.POSITIVE_INFINITY))
                        .size())
                .isEqualTo(8);
    }

    @Test
    void no_metric_measures_a_prediction_that_is_not_finite() {
        Image truth = TestImages.image(1, 200, 200);
        float[] values = truth.values();
        values[2 * 200 * 200 + 50 * 200 + 60] = Float.NaN;
        Image holed = Image.of(3, 200, 200, values);

        for (Metric metric : List.of(psnr(), psnr().unrounded(), ssim(), featureDistance())) {
            assertThatThrownBy(() -> metric.of(holed, truth))
                    .as(metric.name())
                    .hasMessage(
                            "a prediction to measure must have finite values, got NaN in channel 2, row 50, column 60:"
                                    + " check what made it");
            assertThatThrownBy(() -> metric.of(truth, holed))
                    .as(metric.name())
                    .hasMessageStartingWith("a truth to measure by must have finite values, got NaN ");
        }
    }

    @Test
    void metrics_compute_on_the_device_of_the_network() {
        Device card = Device.gpu(Torch.graphicsCards());
        List<Device> seen = new ArrayList<>();
        NoReference asking = new Fixed(0) {
            @Override
            public double of(Image image) {
                seen.add(Torch.device());
                return 0;
            }
        };
        // The engine has one processor, which may be called by a number.
        Device processor = Device.of("cpu", 1);

        evaluate(compactSpecialist().on(processor).upscaling(u -> u.tile(32)), PAIRS, asking);

        assertThat(seen).hasSize(8).containsOnly(processor);
        assertThatThrownBy(() -> evaluate(compactSpecialist().on(card), PAIRS, psnr()))
                .hasMessageStartingWith("device must be one of ");
        assertThatThrownBy(() -> FeatureDistance.in(slimVgg19().on(card)).open())
                .hasMessageStartingWith("device must be one of ");
        assertThatThrownBy(() -> lowLevel(smallSrResNet().on(card)).of(List.of(TestImages.image(1, 60, 60))))
                .hasMessageStartingWith("device must be one of ");
    }

    /** Gives every image one value. */
    private static class Fixed implements NoReference {
        private final double value;

        Fixed(double value) {
            this.value = value;
        }

        @Override
        public String name() {
            return "fixed";
        }

        @Override
        public String conventions() {
            return "none";
        }

        @Override
        public boolean higherIsBetter() {
            return true;
        }

        @Override
        public double of(Image image) {
            return value;
        }
    }

    @Test
    void metrics_are_opened_once_for_all_images_and_closed_at_the_end() {
        List<String> calls = new ArrayList<>();
        Metric counting = new NoReference() {
            @Override
            public String name() {
                return "calls";
            }

            @Override
            public String conventions() {
                return "none";
            }

            @Override
            public boolean higherIsBetter() {
                return true;
            }

            @Override
            public double of(Image image) {
                return 0;
            }

            @Override
            public Session open() {
                calls.add("opened");
                return new Session() {
                    @Override
                    public double of(Image prediction, Image truth) {
                        calls.add("measured");
                        return 0;
                    }

                    @Override
                    public void close() {
                        calls.add("closed");
                    }
                };
            }
        };
        evaluate(bicubicUpscaling(4), PAIRS, counting);

        assertThat(calls).hasSize(10).startsWith("opened").endsWith("closed").containsOnlyOnce("opened", "closed");
    }

    @Test
    void an_open_metric_measures_as_a_closed_one() {
        Image truth = TestImages.image(1, 64, 48);
        Image prediction = TestImages.image(2, 64, 48);

        try (Metric.Session opened = featureDistance().open()) {
            assertThat(opened.of(prediction, truth))
                    .isEqualTo(featureDistance().of(prediction, truth))
                    .isEqualTo(opened.of(prediction, truth))
                    .isPositive();
        }
    }

    @Test
    void features_of_images_of_two_sizes_are_not_compared() {
        Image truth = TestImages.image(1, 64, 48);

        assertThat(featureDistance().of(truth, truth)).isZero();
        assertThat(featureDistance().conventions()).startsWith("RGB, border 0, 0 … 1 unrounded, unit-normalized, ");
        assertThatThrownBy(() -> featureDistance().of(truth.crop(0, 0, 32, 48), truth))
                .hasMessage(
                        "feature distance needs a prediction of the size of the truth, 64 × 48, got 32 × 48: crop or"
                                + " rescale one of them");
    }

    @Test
    void rows_made_alike_stand_in_one_table() {
        Evaluation bicubic = evaluate(bicubicUpscaling(4), PAIRS, pddProtocol());
        Evaluation specialist = evaluate(compactSpecialist(), PAIRS, pddProtocol());

        Evaluation scores = bicubic.plus(specialist);

        assertThat(bicubic.size()).isEqualTo(8);
        assertThat(scores.size()).isEqualTo(16);
        assertThat(scores.table().stringColumn("network").unique().asList())
                .containsExactlyInAnyOrder("bicubic ×4", "compact-specialist");
    }

    /** In a notebook, {@code scores = scores.plus(evaluate(...))} is run as often as somebody likes. */
    @Test
    void a_image_of_a_network_that_is_added_again_is_there_once() {
        Evaluation scores = evaluate(bicubicUpscaling(4), PAIRS, new Fixed(1)).plus(of("other", 5));

        Evaluation again = scores.plus(evaluate(bicubicUpscaling(4), PAIRS, new Fixed(1)));
        Evaluation changed = scores.plus(evaluate(bicubicUpscaling(4), PAIRS, new Fixed(2)));

        assertThat(again).isEqualTo(scores).hasSameHashCodeAs(scores).hasToString(scores.toString());
        assertThat(changed).isNotEqualTo(scores);
        assertThat(changed.table().doubleColumn("fixed").asDoubleArray())
                .containsExactly(2, 2, 2, 2, 2, 2, 2, 2, 5, 5, 5, 5, 5, 5, 5, 5);
        assertThat(changed.table().stringColumn("network").asList())
                .isEqualTo(scores.table().stringColumn("network").asList());
    }

    /** The bicubic images under another name, by a metric that gives each of them one value. */
    private static Evaluation of(String network, double value) {
        return evaluate(new Renamed(network), PAIRS, new Fixed(value));
    }

    private record Renamed(String name) implements Upscaler {
        @Override
        public Image upscale(Image image) {
            return Upscaler.bicubic(4).upscale(image);
        }

        @Override
        public int scale() {
            return 4;
        }

        @Override
        public Identity identity() {
            return new Identity(name, "", "");
        }
    }

    @Test
    void two_images_of_one_name_keep_a_row_each() {
        Pairs twice = images(2).and(images(2)).downscaledBy(bicubic());

        Evaluation scores = evaluate(bicubicUpscaling(4), twice, psnr());

        assertThat(scores.plus(scores)).isEqualTo(scores);
        assertThat(scores.size()).isEqualTo(4);
    }

    @Test
    void means_are_of_each_network_and_metric_over_what_was_measured() {
        Evaluation bicubic = evaluate(bicubicUpscaling(4), PAIRS, psnr(), ssim());
        Evaluation specialist = evaluate(compactSpecialist(), PAIRS, psnr(), ssim());

        Table means = bicubic.plus(specialist).means();

        assertThat(means.columnNames()).containsExactly("network", "checkpoint", "images", "PSNR", "SSIM");
        assertThat(means.stringColumn("network").asList()).containsExactly("bicubic ×4", "compact-specialist");
        assertThat(means.intColumn("images").asList()).containsExactly(8, 8);
        assertThat(bicubic.plus(specialist).mean(compactSpecialist(), "PSNR"))
                .isEqualTo(means.doubleColumn("PSNR").get(1));
        assertThatThrownBy(() -> bicubic.mean(compactSpecialist(), "PSNR"))
                .hasMessageStartingWith("network must be one that was evaluated, got compact-specialist: ");
        assertThatThrownBy(() -> bicubic.mean(bicubicUpscaling(4), "LPIPS"))
                .hasMessage("metric must be one of [PSNR, SSIM], got LPIPS: evaluate it too, or use one of these");
        assertThat(means.doubleColumn("PSNR").get(1))
                .isCloseTo(
                        StatUtils.mean(specialist.table().doubleColumn("PSNR").asDoubleArray()), within(1e-12));
    }

    @Test
    void a_table_of_scores_is_a_copy() {
        Evaluation scores = evaluate(bicubicUpscaling(4), PAIRS, psnr());
        String before = scores.toString();

        scores.table().doubleColumn("PSNR").set(0, 0.0);
        scores.table().clear();

        assertThat(scores).hasToString(before);
        assertThat(scores.table().rowCount()).isEqualTo(8);
    }

    /** Other words for everything that people read, the same values: decorated names, phrases and texts. */
    private record Reworded(Metric metric) implements Metric {
        @Override
        public String name() {
            return metric.name();
        }

        @Override
        public String conventions() {
            return "«lower is better; × (higher is better): "
                    + metric.conventions().replace("border", "Rand") + "»";
        }

        @Override
        public Map<String, String> conventionValues() {
            return metric.conventionValues();
        }

        @Override
        public boolean higherIsBetter() {
            return metric.higherIsBetter();
        }

        @Override
        public double of(Image prediction, Image truth) {
            return metric.of(prediction, truth);
        }
    }

    private record RewordedPairs(Pairs pairs) implements Pairs {
        @Override
        public String input() {
            return "«verkleinert; " + pairs.input() + "»";
        }

        @Override
        public Object inputFacts() {
            return pairs.inputFacts();
        }

        @Override
        public List<ImageDigest> digests() {
            return pairs.digests();
        }

        @Override
        public int size() {
            return pairs.size();
        }

        @Override
        public List<String> names() {
            return pairs.names();
        }

        @Override
        public Pair pair(int index, int scale) {
            return pairs.pair(index, scale);
        }

        @Override
        public Pair crop(int index, Window window, RandomGenerator random) {
            return pairs.crop(index, window, random);
        }

        @Override
        public void requireCrop(Window window) {
            pairs.requireCrop(window);
        }

        @Override
        public Table describe() {
            return pairs.describe();
        }
    }

    @Test
    void tables_are_merged_and_compared_whatever_the_words_are() throws IOException {
        Upscaler decorated = new Renamed("«PSNR (lower is better); conventions»");
        Evaluation plain = evaluate(compactSpecialist(), PAIRS, psnr(), featureDistance());
        Evaluation reworded =
                evaluate(decorated, new RewordedPairs(PAIRS), new Reworded(psnr()), new Reworded(featureDistance()));
        Path csv = folder.resolve("reworded.csv");
        reworded.table().write().csv(csv.toFile());
        Table said = reworded.table();
        for (int row = 0; row < said.rowCount(); row++) {
            said.stringColumn("conventions").set(row, "«" + row + "»");
            said.stringColumn("input").set(row, "«" + row + "»");
            said.stringColumn("problem").set(row, "«PSNR gave NaN»");
        }

        List<String> better = compare(evaluate(new Renamed("plain"), PAIRS, psnr(), featureDistance()), plain)
                .stringColumn("better")
                .asList();

        assertThat(better).hasSize(2);
        assertThat(reworded.plus(plain).size()).isEqualTo(16);
        assertThat(compare(reworded, plain).stringColumn("better").asList()).isEqualTo(better);
        assertThat(compare(said, plain.table()).stringColumn("better").asList()).isEqualTo(better);
        assertThat(compare(Table.read().csv(csv.toFile()), plain.table())
                        .stringColumn("better")
                        .asList())
                .isEqualTo(better);
    }

    /** A checkpoint is known by its numbers, not by what its file is called. */
    @Test
    void a_metric_whose_file_was_renamed_is_the_same_metric() {
        FeatureDistance distance = featureDistance();
        FeatureExtractor renamed = new FeatureExtractor(
                distance.features().config(), distance.features().weights(), "«renamed».pth", "");

        Evaluation scores = evaluate(bicubicUpscaling(4), PAIRS, distance)
                .plus(evaluate(compactSpecialist(), PAIRS, FeatureDistance.in(renamed)));

        assertThat(FeatureDistance.in(renamed).conventions()).isNotEqualTo(distance.conventions());
        assertThat(scores.size()).isEqualTo(16);
    }

    @Test
    void rows_are_chosen_by_their_values() {
        Evaluation scores =
                evaluate(bicubicUpscaling(4), PAIRS, psnr()).plus(evaluate(compactSpecialist(), PAIRS, psnr()));

        Evaluation one = scores.where(row -> row.getString("network").equals("compact-specialist"));

        assertThat(one).isEqualTo(evaluate(compactSpecialist(), PAIRS, psnr())).isEqualTo(scores.last(8));
        assertThat(scores.first(3).size()).isEqualTo(3);
        assertThat(scores.first(99)).isEqualTo(scores);
        assertThatThrownBy(() -> scores.last(-1)).hasMessage("rows to take must be 0 or more, got -1: use first(5)");
    }

    @Test
    void rows_made_by_other_conventions_are_refused_with_the_way_to_agree() {
        Upscaler bicubic = bicubicUpscaling(4);
        Evaluation scores = evaluate(bicubic, PAIRS, pddProtocol());
        Pairs otherwise = images(8).downscaledBy(Resampling.OPENCV_CUBIC);

        assertThatThrownBy(() -> scores.plus(evaluate(bicubic, PAIRS, basicsrProtocol())))
                .hasMessage("evaluations must share their conventions to be combined,"
                        + " got PSNR color luma-bt601 beside rgb, SSIM color luma-bt601 beside rgb:"
                        + " evaluate both with the same metrics, such as pddProtocol()");
        assertThatThrownBy(() -> scores.plus(evaluate(bicubic, otherwise, pddProtocol())))
                .hasMessageContaining("must share their input")
                .hasMessageContaining("got ×4, by Resampling.OPENCV_CUBIC")
                .hasMessageEndingWith("make the input of both alike, such as by downscaledBy(bicubic())");
        assertThatThrownBy(() -> scores.plus(evaluate(bicubicUpscaling(2), PAIRS, pddProtocol())))
                .hasMessageContaining("must share their input")
                .hasMessageContaining("got ×2, by bicubic()");
        assertThatThrownBy(() -> compare(scores, evaluate(bicubic, PAIRS, psnr())))
                .hasMessageContaining("must have the same metrics to be combined, got [PSNR] beside [PSNR, SSIM]");
        assertThat(scores.size()).isEqualTo(8);
    }

    /** Names and conventions that contain the words by which others tell a direction, and the mark between them. */
    @Test
    void the_direction_of_a_metric_is_its_own_whatever_the_others_are_called() throws IOException {
        Metric[] metrics = {
            new Deviation("error", "RGB; 8 bits", false),
            new Deviation("rel error", "RGB", true),
            new Deviation("error (higher is better): rel", "error better; x (higher is better): ", false),
        };
        Table sharp = evaluate(bicubicUpscaling(4), images(8).downscaledBy(bicubic()), metrics)
                .table();
        Table flat = sharp.copy();
        for (Metric metric : metrics) {
            for (int i = 0; i < 8; i++) {
                flat.doubleColumn(metric.name()).set(i, -1.0 - i);
            }
        }

        assertThat(compare(sharp, flat).stringColumn("better").asList()).containsExactly("B", "A", "B");
        assertThat(compare(sharp.where(sharp.stringColumn("image").isNotEqualTo("1")), flat.dropRows(0))
                        .stringColumn("better")
                        .asList())
                .containsExactly("B", "A", "B");
        Path csv = folder.resolve("kept.csv");
        sharp.write().csv(csv.toFile());
        assertThat(compare(Table.read().csv(csv.toFile()), flat)
                        .stringColumn("better")
                        .asList())
                .containsExactly("B", "A", "B");
    }

    @Test
    void a_verdict_says_better_or_worse_by_the_direction_of_the_metric_and_neither_where_the_interval_includes_0() {
        Metric[] metrics = {new Deviation("high", "RGB", true), new Deviation("low", "RGB", false)};
        Pairs dark = constant(1, 2, 3, 4, 5, 6, 7, 8);
        Evaluation a = evaluate(bicubicUpscaling(4), constant(11, 12, 13, 14, 15, 16, 17, 19), metrics);
        Evaluation b = evaluate(bicubicUpscaling(4), dark, metrics);
        Evaluation mixed = evaluate(bicubicUpscaling(4), constant(2, 1, 4, 3, 6, 5, 8, 7), metrics);

        assertThat(verdict(a, b).lines())
                .containsExactly(
                        "high: bicubic ×4 is better than bicubic ×4 by 0.040 (95 % interval 0.039 to 0.041, without 0): 0.05735 against 0.01765",
                        "low: bicubic ×4 is worse than bicubic ×4 by 0.040 (95 % interval 0.039 to 0.041, without 0): 0.05735 against 0.01765",
                        "The intervals speak of further images of these two networks, not of further trainings,",
                        "which may differ by more: study(...) compares sentences over several seeds.");
        assertThat(compare(a, b).stringColumn("note").asList())
                .hasSize(2)
                .allSatisfy(note -> assertThat(note).contains("not of further trainings"));
        assertThat(verdict(b, a).lines().findFirst().orElseThrow())
                .startsWith("high: bicubic ×4 is worse than bicubic ×4 by 0.040 (");
        assertThat(verdict(mixed, b).lines().limit(2))
                .allSatisfy(line -> assertThat(line)
                        .contains(" is not shown to differ from ")
                        .contains(", with 0): "));
    }

    private static Pairs constant(int... levels) {
        return Images.of(Arrays.stream(levels)
                        .mapToObj(level -> Image.drawn(3, 16, 16, chw -> Arrays.fill(chw, level / 255f)))
                        .toList())
                .downscaledBy(bicubic());
    }

    @Test
    void tables_whose_rows_differ_in_a_direction_or_convention_are_refused() {
        Evaluation scores = evaluate(bicubicUpscaling(4), PAIRS, psnr());
        Evaluation low = evaluate(bicubicUpscaling(4), PAIRS, new Deviation("PSNR", "RGB", false));
        Table mixed = scores.table();
        mixed.stringColumn("PSNR border").set(3, "0");

        assertThatThrownBy(() -> scores.plus(low))
                .hasMessage("evaluations must share their conventions to be combined, got PSNR better lower"
                        + " beside higher, PSNR unit none beside dB, PSNR color none beside rgb, PSNR border none beside 4,"
                        + " PSNR range none beside 255, PSNR rounded none beside true, PSNR conventions RGB beside none: evaluate both with"
                        + " the same metrics, such as pddProtocol()");
        assertThatThrownBy(() -> compare(mixed, scores.table()))
                .hasMessage("rows of one table must share their PSNR border, got [0, 4]: choose the rows of one with"
                        + " where(...), or remove a column that you added");
    }

    @Test
    void a_image_that_cannot_be_measured_is_named_and_the_others_keep_their_values() {
        Pairs some = Images.of(
                        List.of("large", "tiny", "last"),
                        List.of(TestImages.image(1, 64, 64), TestImages.image(2, 16, 16), TestImages.image(3, 64, 64)))
                .downscaledBy(bicubic());
        Pairs tiny =
                Images.of(List.of("tiny"), List.of(TestImages.image(2, 16, 16))).downscaledBy(bicubic());

        Evaluation scores = evaluate(bicubicUpscaling(4), some, psnr(), ssim());

        assertThat(scores.table().stringColumn("problem").asList())
                .containsExactly(
                        "",
                        "SSIM with this border needs images of at least 19 × 19 pixels, got 16 × 16: use border(0) or"
                                + " larger images",
                        "");
        assertThat(scores.table().doubleColumn("PSNR").isMissing()).isEmpty();
        assertThat(scores.table().doubleColumn("SSIM").isMissing().toArray()).containsExactly(1);
        assertThat(scores.toString()).contains("problem");
        assertThat(compare(scores.table().dropRows(1), scores.table().dropRows(1))
                        .rowCount())
                .isEqualTo(2);
        assertThatThrownBy(() -> compare(scores, scores)).hasMessageContaining("of SSIM for tiny in table A");
        assertThatThrownBy(() -> evaluate(bicubicUpscaling(4), tiny, ssim()))
                .hasMessageStartingWith("no image could be measured; tiny: SSIM with this border needs");
    }

    @Test
    void a_prediction_belongs_to_the_longest_name_that_it_begins_with() {
        Images two = Images.of(List.of("1", "1_2"), List.of(TestImages.image(1, 64, 64), TestImages.image(2, 64, 64)));
        ImageFiles.save(two.load(0), folder.resolve("1_out.png"));
        ImageFiles.save(two.load(1), folder.resolve("1_2_out.png"));

        Evaluation scores = evaluate(predictions(folder, 4), two.downscaledBy(bicubic()), psnr().border(0));

        assertThat(scores.table().doubleColumn("PSNR").asList()).allMatch(value -> value > 40);
    }

    private record Deviation(String name, String conventions, boolean higherIsBetter) implements NoReference {
        @Override
        public double of(Image image) {
            return image.value(0, 0, 0);
        }
    }

    @Test
    void presets_differ_where_the_published_codes_do() {
        assertThat(pddProtocol().metrics()).containsExactly(psnr(), ssim());
        assertThat(basicsrProtocol().metrics()).containsExactly(psnr().luma(), ssim().luma());
        assertThat(stablesrProtocol().and(psnr()).metrics())
                .containsExactly(
                        psnr().luma().border(0), ssim().luma().border(0).pyiqa(), psnr());
    }

    @Test
    void images_of_another_program_are_measured_as_a_network_is() {
        Upscaler bicubic = bicubicUpscaling(4);
        for (int i = 0; i < 8; i++) {
            Image prediction = bicubic.upscale(PAIRS.pair(i, 4).low());
            ImageFiles.save(prediction, folder.resolve(PAIRS.names().get(i) + (i == 0 ? ".png" : "_out.png")));
        }

        Evaluation ours = evaluate(bicubic, PAIRS, pddProtocol());
        Evaluation theirs = evaluate(predictions(folder, 4).named("theirs"), PAIRS, pddProtocol());

        assertThat(theirs.table().stringColumn("network").get(0)).isEqualTo("theirs");
        assertThat(theirs.table().doubleColumn("PSNR").asDoubleArray())
                .isEqualTo(ours.table().doubleColumn("PSNR").asDoubleArray());
        assertThat(compare(ours, theirs).stringColumn("better").asList()).containsOnly("undecided");
    }

    @Test
    void a_prediction_may_have_the_rest_of_a_last_pixel_more_than_the_truth_and_nothing_else() {
        Pairs one =
                Images.of(List.of("1"), List.of(TestImages.image(1, 63, 64))).downscaledBy(bicubic());
        Image whole = TestImages.image(1, 128, 128);

        ImageFiles.save(whole.crop(0, 0, 64, 64), folder.resolve("1.png"));
        assertThat(evaluate(predictions(folder, 4), one, psnr()).size()).isEqualTo(1);

        ImageFiles.save(whole, folder.resolve("1.png"));
        assertThatThrownBy(() -> evaluate(predictions(folder, 4), one, psnr()))
                .hasMessage(
                        "no image could be measured; 1: a prediction must be 4 times as large as its input, got 128x128 for 1 of 60x64: give the"
                                + " scale of the predictions");
    }

    @Test
    void a_missing_prediction_is_named() {
        ImageFiles.save(TestImages.image(1, 64, 64), folder.resolve("other.png"));

        assertThatThrownBy(() -> evaluate(predictions(folder, 4), PAIRS, psnr()))
                .hasMessageStartingWith("no image could be measured; 1: predictions need one image for 1, got none in ")
                .hasMessageEndingWith(": name it as the truth, or 1_out.png");
    }

    @Test
    void a_comparison_respects_the_pairing() {
        Evaluation a = evaluate(compactSpecialist(), PAIRS, psnr());
        Evaluation b = evaluate(bicubicUpscaling(4), PAIRS, psnr());
        Table backwards = b.table().sortDescendingOn("image");

        Table comparison = compare(a.table(), backwards);

        double[] differences = IntStream.range(0, 8)
                .mapToDouble(i -> a.table().doubleColumn("PSNR").get(i)
                        - b.table().doubleColumn("PSNR").get(i))
                .toArray();
        double mean = StatUtils.mean(differences);
        assertThat(comparison.doubleColumn("A − B").get(0)).isCloseTo(mean, within(1e-12));
        assertThat(comparison.doubleColumn("low").get(0)).isLessThan(mean).isGreaterThan(StatUtils.min(differences));
        assertThat(comparison.doubleColumn("high").get(0)).isGreaterThan(mean).isLessThan(StatUtils.max(differences));
        assertThat(comparison.intColumn("n").get(0)).isEqualTo(8);
        assertThat(comparison.stringColumn("test").get(0)).isEqualTo("Wilcoxon signed-rank, exact");
    }

    /** The sum of the ranks of 1 … 6, all of one sign, is the most extreme of 2⁶ that are as likely. */
    @Test
    void six_differences_of_one_sign_have_the_p_value_of_the_closed_form() {
        Table a = evaluate(bicubicUpscaling(4), images(6).downscaledBy(bicubic()), psnr())
                .table();
        Table b = a.copy();
        for (int i = 0; i < 6; i++) {
            b.doubleColumn("PSNR").set(i, a.doubleColumn("PSNR").get(i) - 0.1 * (i + 1));
        }

        Table comparison = compare(a, b);

        assertThat(comparison.doubleColumn("p").get(0)).isCloseTo(2 / 64.0, within(1e-12));
        assertThat(comparison.stringColumn("better").get(0)).isEqualTo("A");
        assertThat(compare(b, a).stringColumn("better").get(0)).isEqualTo("B");
    }

    /** Darwin's plants (Cureton 1967); p as SciPy's {@code wilcoxon} and R's {@code wilcox.test} give it. */
    @Test
    void fifteen_differences_have_the_published_exact_p_value() {
        Table comparison = compared(6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75);

        assertThat(comparison.doubleColumn("p").get(0)).isCloseTo(0.04125976562499978, within(1e-12));
        assertThat(comparison.stringColumn("test").get(0)).isEqualTo("Wilcoxon signed-rank, exact");
    }

    /** There are 2⁵ assignments of signs: none of them can be rarer than 1/32 to either side. */
    @Test
    void ties_are_approximated_and_few_images_never_decide() {
        Table comparison = compared(0.5, 0.5, 0.5, 0.5, 0.5);

        assertThat(comparison.doubleColumn("p").get(0)).isEqualTo(2 / 32.0);
        assertThat(comparison.stringColumn("test").get(0)).isEqualTo("Wilcoxon signed-rank, normal approximation");
        assertThat(comparison.stringColumn("better").get(0)).isEqualTo("undecided");
        assertThat(compared(0, 0).doubleColumn("p").get(0)).isEqualTo(1);
    }

    /** A compared with B, whose values lie lower by these differences. */
    private static Table compared(double... differences) {
        Table a = evaluate(bicubicUpscaling(4), images(differences.length).downscaledBy(bicubic()), psnr())
                .table();
        Table b = a.copy();
        for (int i = 0; i < differences.length; i++) {
            a.doubleColumn("PSNR").set(i, 32 + differences[i]);
            b.doubleColumn("PSNR").set(i, 32.0);
        }
        return compare(a, b);
    }

    @Test
    void what_cannot_be_compared_is_refused_in_one_sentence() {
        Table a = evaluate(bicubicUpscaling(4), PAIRS, psnr()).table();
        Table missing = a.copy();
        missing.doubleColumn("PSNR").set(3, Double.POSITIVE_INFINITY);
        Table two = evaluate(compactSpecialist(), PAIRS, psnr()).table();
        Table both = a.copy().append(two);

        assertThatThrownBy(() -> compare(a.first(1), two.first(1)))
                .hasMessage(
                        "a comparison needs at least two images, each once in both tables, got [1] in A and [1] in B: evaluate both networks on the same pairs");
        assertThatThrownBy(() -> compare(a, missing))
                .hasMessage(
                        "values to compare must be finite, got Infinity of PSNR for 4 in table B: leave the image out of both tables");
        assertThatThrownBy(() -> compare(both, a))
                .hasMessage(
                        "table A must hold one network, got [bicubic ×4, compact-specialist]: choose the rows of one with where(...)");
        assertThatThrownBy(() -> compare(Table.create("x"), a))
                .hasMessageStartingWith("table A must come from evaluate(...), got columns []");
    }

    @Test
    void an_interval_is_as_wide_as_theory_says() {
        double[] values = IntStream.range(0, 400).mapToDouble(i -> i % 2).toArray();

        Bootstrap.Interval interval = Bootstrap.ofMean(values);

        assertThat(interval.low()).isCloseTo(0.5 - 1.96 * 0.5 / 20, within(0.005));
        assertThat(interval.high()).isCloseTo(0.5 + 1.96 * 0.5 / 20, within(0.005));
        assertThat(Bootstrap.ofMean(3, 3, 3)).isEqualTo(new Bootstrap.Interval(3, 3));
        assertThat(Bootstrap.ofMean(1, 2, 4)).isEqualTo(Bootstrap.ofMean(1, 2, 4));
    }

    private static Images images(int count) {
        return Images.of(IntStream.range(8, 8 + count)
                .mapToObj(seed -> TestImages.image(seed, 66, 65))
                .toList());
    }
}
