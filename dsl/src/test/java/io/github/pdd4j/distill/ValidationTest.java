package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.sentence.TrainingState;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class ValidationTest {
    private static final Pairs HELD_OUT = Images.of(
                    List.of("a", "b"), List.of(TestImages.image(91, 48, 48), TestImages.image(92, 64, 48)))
            .downscaledBy(Resampling.MATLAB_BICUBIC);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void the_history_has_the_scores_that_an_evaluation_gives() {
        Distillation sentence = ema().iterations(5).validate(2, HELD_OUT, Pdd.psnr(), Pdd.ssim());
        Run run = sentence.train();
        Table history = run.history();

        assertThat(sentence.toString()).endsWith(".validate(2, " + HELD_OUT + ", ...)");
        for (String metric : List.of("PSNR", "SSIM")) {
            double[] scores = history.doubleColumn("validation " + metric).asDoubleArray();
            double[] averages =
                    history.doubleColumn("validation " + metric + " (average)").asDoubleArray();
            assertThat(IntStream.range(0, 5).filter(i -> Double.isFinite(scores[i])))
                    .containsExactly(1, 3, 4);
            assertThat(scores[4]).isEqualTo(score(run.specialist(), metric), within(1e-9));
            assertThat(averages[4]).isEqualTo(score(run.generalist(), metric), within(1e-9));
        }
        assertThat(run.view().html())
                .containsSubsequence("Validation: PSNR", "specialist", "moving average", "Validation: SSIM");
    }

    @Test
    void a_training_is_the_same_with_a_validation_and_without() {
        StateDict without = ema().train().specialist().weights();

        assertThat(ema().validate(1, HELD_OUT, Pdd.psnr()).train().specialist().weights())
                .isEqualTo(without);
        assertThat(ema().validate(HELD_OUT, Pdd.psnr()).train().specialist().weights())
                .isEqualTo(without);
    }

    @Test
    void the_best_network_has_the_best_score_of_all_that_were_measured() {
        for (Metric metric : List.of(Pdd.psnr(), worst())) {
            Run run = ema().iterations(8)
                    .learningRate(0.05)
                    .validate(1, HELD_OUT, metric)
                    .best(metric.name())
                    .train();

            double[] all = every(run.history(), "validation " + metric.name());
            double start = score(Small.network(4, 2), metric);
            double best = metric.higherIsBetter()
                    ? Math.max(start, Arrays.stream(all).max().orElseThrow())
                    : Math.min(start, Arrays.stream(all).min().orElseThrow());
            assertThat(score(run.best(), metric)).isEqualTo(best, within(1e-6));
        }
    }

    @Test
    void a_run_that_ends_below_its_start_says_so_and_the_start_is_its_best() {
        Run run = Small.sentence()
                .learningRate(0.5)
                .iterations(6)
                .validate(3, HELD_OUT, Pdd.psnr())
                .best("psnr")
                .train();

        assertThat(run.toString())
                .contains("worse than the start")
                .contains("best PSNR")
                .contains("at the start");
        assertThat(run.best().weights()).isEqualTo(Small.network(4, 2).weights());
    }

    @Test
    void a_resumed_run_has_the_scores_and_the_best_network_of_one_that_was_not_interrupted() {
        Distillation sentence = ema().learningRate(0.01)
                .validate(2, HELD_OUT, Pdd.psnr())
                .best("PSNR")
                .checkpoint(c -> c.folder(folder));
        Run whole = sentence.name("whole").iterations(12).train();
        sentence.name("parts").iterations(6).train();
        Run resumed = sentence.name("parts").iterations(12).train();
        Run opened = Run.open(folder.resolve("parts"));

        for (Run run : List.of(resumed, opened)) {
            assertThat(run.best().weights()).isEqualTo(whole.best().weights());
            assertThat(every(run.history(), "validation PSNR")).contains(every(whole.history(), "validation PSNR"));
            assertThat(run.toString()).contains("best PSNR");
        }
    }

    /** A validation of a second is due again after 25 seconds of training. */
    @Test
    void a_resumed_run_keeps_its_rhythm() {
        Metric slow = Pdd.metric("slow", (prediction, truth) -> {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 1;
        });
        Distillation sentence = ema().validate(HELD_OUT, slow).name("slow").checkpoint(c -> c.folder(folder));
        sentence.iterations(3).train();

        double[] scores = sentence.iterations(6)
                .train()
                .history()
                .doubleColumn("validation slow")
                .asDoubleArray();

        assertThat(IntStream.range(0, 6).filter(i -> Double.isFinite(scores[i])))
                .containsExactly(2, 5);
    }

    @Test
    void a_run_resumes_with_the_validation_it_started_with_or_begins_one() {
        Distillation plain = ema().checkpoint(c -> c.folder(folder)).iterations(2);
        Distillation validated = plain.name("night").validate(1, HELD_OUT, Pdd.psnr());
        validated.train();
        Pairs others =
                Images.of(List.of("a"), List.of(TestImages.image(91, 48, 48))).downscaledBy(Resampling.MATLAB_BICUBIC);
        for (Distillation changed : List.of(
                plain.name("night"),
                plain.name("night").validate(1, others, Pdd.psnr()),
                plain.name("night").validate(1, HELD_OUT, Pdd.psnr().luma()),
                validated.best("PSNR"))) {
            assertThatThrownBy(() -> changed.iterations(4).train())
                    .hasMessageStartingWith("run night must resume with the validation it started with, got ");
        }
        assertThat(validated.iterations(4).train().iterations()).isEqualTo(4);

        plain.name("late").train();
        assertThat(every(
                        plain.name("late")
                                .iterations(4)
                                .validate(1, HELD_OUT, Pdd.psnr())
                                .train()
                                .history(),
                        "validation PSNR"))
                .hasSize(4);
    }

    @Test
    void a_condition_stops_the_run_and_a_listener_can_too() {
        Run patient = Small.sentence()
                .iterations(50)
                .learningRate(0.5)
                .validate(1, HELD_OUT, Pdd.psnr())
                .best("PSNR")
                .stopWhen(done -> done.sinceBest() >= 3)
                .train();
        assertThat(patient.iterations()).isLessThan(50);
        assertThat(patient.toString()).contains("the condition of stopWhen(...) held after iteration");

        Run told = Small.sentence()
                .iterations(50)
                .listen("enough", done -> {
                    if (done.history().rowCount() == 4) {
                        done.stop("enough was seen");
                    }
                })
                .train();
        assertThat(told.iterations()).isEqualTo(4);
        assertThat(told.toString()).contains("stopped: enough was seen");
    }

    @Test
    void a_listener_has_the_networks_as_they_are_and_only_while_it_runs() {
        List<StateDict> seen = new ArrayList<>();
        List<TrainingState> states = new ArrayList<>();
        Run run = ema().listen("copy", done -> {
                    seen.add(done.specialist().weights());
                    seen.add(done.generalist().weights());
                    states.add(done);
                })
                .train();

        assertThat(seen).hasSize(6);
        assertThat(seen.get(4)).isEqualTo(run.specialist().weights());
        assertThat(seen.get(5)).isEqualTo(run.generalist().weights());
        assertThat(seen.get(0)).isNotEqualTo(seen.get(2));
        assertThatThrownBy(() -> states.get(0).specialist())
                .hasMessageStartingWith("networks of iteration 1 must be copied before the listener returns");
        assertThat(states.get(0).total()).isFinite();
    }

    @Test
    void what_cannot_be_measured_is_told_before_anything_is_trained() {
        Images learned = Images.of(List.of("mine"), List.of(TestImages.image(93, 96, 96)));
        Pairs both = learned.downscaledBy(Resampling.MATLAB_BICUBIC);
        assertThatThrownBy(() -> Small.sentence()
                        .labeled(both)
                        .validate(both, Pdd.psnr())
                        .train())
                .hasMessage("images of the validation must not be trained on, got mine in both, as labeled images:"
                        + " leave them out of one");
        assertThatThrownBy(() -> Small.sentence()
                        .validate(HELD_OUT, Pdd.psnr())
                        .best("LPIPS")
                        .train())
                .hasMessage("best(...) must name a metric of validate(...), got \"LPIPS\": use one of PSNR");
        assertThatThrownBy(() -> Small.sentence().best("PSNR").train())
                .hasMessageStartingWith("best(\"PSNR\") needs a validation, got a sentence without one");
        assertThatThrownBy(() -> Small.sentence().validate(HELD_OUT))
                .hasMessageStartingWith("validation must have at least one metric, got none");
        assertThatThrownBy(() -> Small.sentence().validate(0, HELD_OUT, Pdd.psnr()))
                .hasMessageStartingWith("interval of the validation must be at least 1 iteration, got 0");
        assertThatThrownBy(() -> Small.sentence().validate(HELD_OUT, Pdd.psnr(), Pdd.psnr()))
                .hasMessageStartingWith("metrics of a validation must have different names, got PSNR twice");
        assertThatThrownBy(() -> Small.sentence().train().best())
                .hasMessageStartingWith("best() needs the metric to choose by");
        assertThatThrownBy(() -> Small.sentence()
                        .loss("Validation PSNR", 1, p -> p.truth().mean()))
                .hasMessageStartingWith("name of a loss must differ from the other columns of the history");
    }

    private static Distillation ema() {
        return Small.sentence().generalist(new MovingAverage(0.9)).warmUp(1);
    }

    /** A metric whose lower values are better. */
    private static Metric worst() {
        return Pdd.metric("distance", (prediction, truth) -> 100 - Pdd.psnr().of(prediction, truth))
                .lowerIsBetter();
    }

    private static double score(Network network, String metric) {
        return score(network, metric.equals("PSNR") ? Pdd.psnr() : Pdd.ssim());
    }

    private static double score(Network network, Metric metric) {
        return Pdd.evaluate(network, HELD_OUT, metric).mean(network, metric.name());
    }

    /** The scores of specialist and moving average, in the order of the iterations. */
    private static double[] every(Table history, String column) {
        return history.columnNames().stream()
                .filter(name -> name.startsWith(column))
                .flatMapToDouble(
                        name -> Arrays.stream(history.doubleColumn(name).asDoubleArray()))
                .filter(Double::isFinite)
                .toArray();
    }
}
