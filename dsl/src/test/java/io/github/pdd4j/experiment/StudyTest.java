package io.github.pdd4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.Small;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.tensor.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class StudyTest {
    private static final Pairs HELD_OUT = Images.of(
                    List.of("a", "b", "c"),
                    List.of(TestImages.image(91, 48, 48), TestImages.image(92, 64, 48), TestImages.image(93, 48, 64)))
            .downscaledBy(Resampling.MATLAB_BICUBIC);

    private static final Pairs OTHERS =
            Images.of(List.of("d"), List.of(TestImages.image(94, 48, 48))).downscaledBy(Resampling.OPENCV_AREA);

    /** Iterations of a run of the study that is killed. */
    private static final int LENGTH = 12;

    /** The killed study is in its second run then. */
    private static final int HEARD = LENGTH + 3;

    /** Iterations of all trainings of a test, heard by a listener of the base. */
    private final AtomicInteger iterations = new AtomicInteger();

    @TempDir
    private Path folder = Path.of("");

    private Distillation base() {
        return Small.sentence().listen("count", done -> iterations.incrementAndGet());
    }

    private Study study(String name, Distillation base) {
        return Pdd.study(name, base).folder(folder).measure("held out", HELD_OUT, Pdd.psnr(), Pdd.ssim());
    }

    private Study terms() {
        return study("terms", base())
                .variant("R_intra only", s -> s.rInter(0))
                .variant("R_inter only", s -> s.rIntra(0))
                .seeds(2)
                .reference("bicubic", Pdd.bicubicUpscaling(4));
    }

    @Test
    void a_plan_counts_the_runs_and_a_value_a_seed_and_another_study_add_only_new_ones() {
        Study terms = terms();
        assertThat(terms.plan().runs()).isEqualTo(6);
        assertThat(terms.plan().toDo()).isEqualTo(6);
        assertThat(terms.plan().seconds()).isNaN();
        assertThat(terms.plan(3).seconds()).isPositive();
        assertThat(iterations).as("measured iterations are not heard").hasValue(0);

        StudyResult found = terms.train();
        assertThat(iterations).hasValue(6 * 3);
        assertThat(terms.plan().there()).isEqualTo(6);
        assertThat(terms.plan().seconds()).isZero();

        StudyResult again = terms.train();
        assertThat(iterations).as("nothing is trained twice").hasValue(6 * 3);
        assertThat(again.perImage().print()).isEqualTo(found.perImage().print());

        Study more = terms.seeds(3).variant("neither", s -> s.rIntra(0).rInter(0));
        assertThat(more.plan().toDo()).isEqualTo(2 + 4);
        Study other = study("rates", base().rInter(0).seed(1))
                .over("rate", List.of(1e-3, 2e-3), (s, rate) -> s.learningRate(rate));
        assertThat(other.plan().runs()).isEqualTo(2);
        assertThat(other.plan().there()).as("R_intra only with seed 1").isEqualTo(1);
        other.train();
        assertThat(iterations).hasValue(6 * 3 + 3);
    }

    @Test
    void a_row_has_the_scores_that_an_evaluation_of_its_network_gives() {
        StudyResult found = terms().measure("others", OTHERS, Pdd.psnr()).train();
        Table images = found.perImage();
        Distillation sentence = Small.sentence().rInter(0).seed(2);

        assertThat(images.rowCount()).isEqualTo((6 + 3) * (3 * 2 + 1));
        assertThat(values(images, "R_intra only", "2", "held out", "SSIM"))
                .containsExactly(Pdd.evaluate(sentence.train().specialist(), HELD_OUT, Pdd.ssim())
                        .table()
                        .doubleColumn("SSIM")
                        .asDoubleArray());
        assertThat(values(images, "bicubic", "", "others", "PSNR"))
                .containsExactly(Pdd.evaluate(Pdd.bicubicUpscaling(4), OTHERS, Pdd.psnr())
                        .table()
                        .doubleColumn("PSNR")
                        .asDoubleArray());
        assertThat(values(images, "not adapted", "", "held out", "PSNR"))
                .containsExactly(Pdd.evaluate(Small.network(4, 2), HELD_OUT, Pdd.psnr())
                        .table()
                        .doubleColumn("PSNR")
                        .asDoubleArray());
        assertThat(values(images, "generalist", "", "held out", "PSNR"))
                .containsExactly(Pdd.evaluate(Small.network(4, 1), HELD_OUT, Pdd.psnr())
                        .table()
                        .doubleColumn("PSNR")
                        .asDoubleArray());

        Table numbers = found.table().numbers();
        double[] first = values(images, "base", "1", "held out", "PSNR");
        double[] second = values(images, "base", "2", "held out", "PSNR");
        double one = Arrays.stream(first).average().orElseThrow();
        double two = Arrays.stream(second).average().orElseThrow();
        Row row = row(numbers, "base");
        assertThat(row.getDouble("held out PSNR")).isCloseTo((one + two) / 2, within(1e-12));
        assertThat(row.getDouble("held out PSNR spread")).isCloseTo(Math.abs(one - two) / Math.sqrt(2), within(1e-9));
        assertThat(row.getInt("seeds")).isEqualTo(2);
    }

    @Test
    void the_average_and_the_best_network_are_the_result_where_a_sentence_has_them() {
        Distillation average = base().generalist(new MovingAverage(0.5)).warmUp(1);
        StudyResult found = study("ema", average).train();
        assertThat(values(found.perImage(), "base", "7", "held out", "PSNR"))
                .containsExactly(Pdd.evaluate(average.train().movingAverage(), HELD_OUT, Pdd.psnr())
                        .table()
                        .doubleColumn("PSNR")
                        .asDoubleArray());
        assertThat(labels(found)).as("a moving average starts as the start").doesNotContain("generalist");
        assertThat(values(
                        study("ema", average)
                                .network(MeasuredNetwork.SPECIALIST)
                                .train()
                                .perImage(),
                        "base",
                        "7",
                        "held out",
                        "PSNR"))
                .containsExactly(Pdd.evaluate(average.train().specialist(), HELD_OUT, Pdd.psnr())
                        .table()
                        .doubleColumn("PSNR")
                        .asDoubleArray());

        Distillation best =
                base().learningRate(0.1).validate(1, OTHERS, Pdd.psnr()).best("PSNR");
        assertThat(values(study("best", best).train().perImage(), "base", "7", "held out", "PSNR"))
                .containsExactly(Pdd.evaluate(best.train().best(), HELD_OUT, Pdd.psnr())
                        .table()
                        .doubleColumn("PSNR")
                        .asDoubleArray());
        assertThatThrownBy(() -> study("static", base())
                        .network(MeasuredNetwork.MOVING_AVERAGE)
                        .plan())
                .hasMessageStartingWith(
                        "network(MOVING_AVERAGE) needs a moving average in every variant, got \"base\"");
    }

    @Test
    void a_run_is_known_by_all_that_determines_its_result_and_by_nothing_else() throws IOException {
        Map<String, UnaryOperator<Distillation>> other = new LinkedHashMap<>();
        other.put("weight", s -> s.rInter(0.5));
        other.put("iterations", s -> s.iterations(4));
        other.put("precision", s -> s.precision(Precision.BFLOAT16));
        other.put("image", s -> s.unlabeled(TestImages.images(3, 64, 2)));
        other.put("start", s -> s.specialist(Small.network(4, 3)));
        other.put("loss", s -> s.loss("mine", 1, p -> p.specialist().unlabeled().mean()));
        other.put("clip", s -> s.clipGradientNorm(1));
        other.put("best", s -> s.validate(1, OTHERS, Pdd.psnr()).best("PSNR"));
        other.put(
                "best by SSIM",
                s -> s.validate(1, OTHERS, Pdd.psnr(), Pdd.ssim()).best("SSIM"));
        other.put("end", s -> s.stopWhen(done -> false));
        Study study = study("keys", base());
        for (Map.Entry<String, UnaryOperator<Distillation>> each : other.entrySet()) {
            study = study.variant(each.getKey(), each.getValue());
        }
        assertThat(study.plan().runs()).isEqualTo(1 + other.size());

        study("first", base()).train();
        for (UnaryOperator<Distillation> same : List.<UnaryOperator<Distillation>>of(
                s -> s.name("night"),
                s -> s.validate(OTHERS, Pdd.psnr()),
                s -> s.gradientNorms(0),
                s -> s.on(Pdd.cpu()),
                s -> s.checkpoint(c -> c.every(2)),
                s -> s.specialist(Small.network(4, 2).named("renamed")))) {
            assertThat(study("second", same.apply(base())).plan().there()).isEqualTo(1);
            assertThatThrownBy(
                            () -> study("twice", base()).variant("same", same).plan())
                    .hasMessage("variants and axes must change what is trained, got \"same\", which is the same as"
                            + " \"base\": leave it out, or if they differ in a lambda only, give the loss or"
                            + " degradation another name");
        }
    }

    @Test
    void a_study_that_was_stopped_or_killed_ends_with_the_bits_of_one_that_was_not() throws Exception {
        Table undisturbed = night(folder.resolve("whole"), nightly()).train().perImage();

        Path killed = folder.resolve("killed");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "-Dpdd4j.root=" + System.getProperty("pdd4j.root", ".."),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Night.class.getName(),
                        killed.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            for (int heard = 0; heard < HEARD; heard++) {
                Objects.requireNonNull(out.readLine(), "the study ended by itself");
            }
            process.destroyForcibly().waitFor();
        }
        Study night = night(killed, nightly().listen("count", done -> iterations.incrementAndGet()));
        assertThat(night.plan().toDo()).isBetween(1, 3);

        List<Integer> seen = new ArrayList<>();
        Thread main = Thread.currentThread();
        StudyResult stopped = night(killed, nightly().listen("stop", done -> {
                    seen.add(done.number());
                    if (seen.size() == 3) {
                        main.interrupt();
                    }
                }))
                .train();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(stopped.table().toString()).contains("not trained and measured yet");

        assertThat(night.train().perImage().print()).isEqualTo(undisturbed.print());
        assertThat(iterations)
                .as("only the iteration in which it was killed is made twice")
                .hasValueLessThanOrEqualTo(4 * LENGTH - HEARD - seen.size() + 1);
    }

    private static Distillation nightly() {
        return Small.sentence().iterations(LENGTH).checkpoint(c -> c.every(1).keep(2));
    }

    private static Study night(Path folder, Distillation base) {
        return Pdd.study("night", base)
                .variant("R_intra only", s -> s.rInter(0))
                .seeds(2)
                .folder(folder)
                .measure("held out", HELD_OUT, Pdd.psnr());
    }

    /** A study that tells of its iterations. */
    static final class Night {
        private Night() {}

        public static void main(String[] arguments) {
            night(Path.of(arguments[0]), nightly().listen("tell", done -> System.out.println(done.number())))
                    .train();
        }
    }

    @Test
    void a_run_that_fails_is_a_row_with_its_reason_and_the_others_go_on() {
        Loss broken = p -> p.specialist().unlabeled().log().mean();
        Loss wrong = p -> p.specialist().unlabeled();
        StudyResult found = study("failures", base())
                .variant("not finite", s -> s.loss("broken", 1, broken).iterations(6))
                .variant("no number", s -> s.loss("wrong", 1, wrong))
                .variant("R_intra only", s -> s.rInter(0))
                .train();

        Table failures = found.failures();
        assertThat(failures.stringColumn("variant").asList()).containsExactly("not finite", "no number");
        assertThat(failures.stringColumn("reason").get(0)).contains("broken");
        assertThat(failures.stringColumn("sentence").get(0)).contains(".loss(\"broken\"");
        Table numbers = found.table().numbers();
        assertThat(row(numbers, "not finite").getString("note")).startsWith("seed 7 failed: ");
        assertThat(row(numbers, "not finite").isMissing("held out PSNR")).isTrue();
        assertThat(row(numbers, "R_intra only").getDouble("held out PSNR")).isFinite();
        assertThat(found.compare().remarks())
                .anySatisfy(remark -> assertThat(remark).startsWith("\"not finite\" and \"base\" are not compared"));
    }

    @Test
    void another_loss_in_the_same_words_is_a_failed_row() {
        Loss mean = p -> p.specialist().unlabeled().mean();
        Loss minus = p -> p.specialist().unlabeled().mean().neg();
        StudyResult first = study("mine", base().loss("mine", 0.1, mean)).train();
        StudyResult changed = study("mine", base().loss("mine", 0.1, minus)).train();

        assertThat(changed.failures().stringColumn("reason").get(0))
                .contains("must compute the same")
                .contains("another value of mine");
        assertThat(study("mine", base().loss("mine", 0.1, mean))
                        .train()
                        .perImage()
                        .print())
                .isEqualTo(first.perImage().print());
        assertThat(iterations).hasValue(3);
    }

    @Test
    void a_run_without_its_checkpoints_keeps_its_scores_and_another_metric_trains_it_again() {
        Study study = study("small", base()).keepCheckpoints(false);
        StudyResult found = study.train();
        assertThat(checkpoints()).isEmpty();
        assertThat(study.train().perImage().print()).isEqualTo(found.perImage().print());
        assertThat(iterations).hasValue(3);
        assertThatThrownBy(() -> found.grid("held out", "a", 0, 0, 0.5))
                .hasMessageStartingWith("grid needs the networks of all runs, got none of \"base\", seed 7");

        Study kept = study.keepCheckpoints(true).measure("others", OTHERS, Pdd.psnr());
        assertThat(kept.plan().toDo()).isEqualTo(1);
        assertThat(values(kept.train().perImage(), "base", "7", "held out", "PSNR"))
                .containsExactly(values(found.perImage(), "base", "7", "held out", "PSNR"));
        assertThat(iterations).hasValue(6);
        assertThat(checkpoints()).hasSize(1);
    }

    @Test
    void scores_are_those_of_these_images_and_this_metric() {
        AtomicInteger measured = new AtomicInteger();
        StudyResult found = study("scores", base())
                .measure("mine", HELD_OUT, Pdd.metric("first", (prediction, truth) -> {
                    measured.incrementAndGet();
                    return prediction.value(0, 0, 0);
                }))
                .train();
        int once = measured.get();
        StudyResult other = study("scores", base())
                .measure("mine", HELD_OUT, Pdd.metric("first", (prediction, truth) -> {
                    measured.incrementAndGet();
                    return 2 + prediction.value(0, 0, 0);
                }))
                .train();
        double[] before = values(found.perImage(), "base", "7", "mine", "first");
        double[] after = values(other.perImage(), "base", "7", "mine", "first");

        assertThat(once).isGreaterThanOrEqualTo(9);
        assertThat(measured).hasValueGreaterThan(once + 8);
        assertThat(after[1]).isCloseTo(before[1] + 2, within(1e-6));
        assertThat(iterations).hasValue(3);
    }

    @Test
    void axes_are_crossed_with_variants_and_a_variant_is_compared_with_the_base_of_the_same_values() {
        StudyResult found = study("axes", base())
                .over(
                        "start",
                        Map.of("b", Small.network(4, 3), "a", Small.network(4, 2)),
                        (s, start) -> s.specialist(start))
                .variant("R_intra only", s -> s.rInter(0))
                .train();

        Table compared = found.compare().table();
        assertThat(labels(found))
                .containsExactly("not adapted: small 2", "not adapted: small 3", "generalist", "base", "R_intra only");
        assertThat(pairs(compared))
                .contains(
                        "R_intra only, start a against base, start a",
                        "R_intra only, start b against base, start b",
                        "base, start b against base, start a",
                        "generalist against base, start a")
                .doesNotContain("R_intra only, start a against base, start b");
        assertThat(pairs(found.compare("base", "R_intra only").table()))
                .containsExactly(
                        "base, start a against R_intra only, start a", "base, start b against R_intra only, start b");
        assertThatThrownBy(() -> found.compare("R_intra onyl", "base"))
                .hasMessageStartingWith(
                        "row must be one of [not adapted: small 2, not adapted: small 3, generalist, base, ")
                .hasMessageEndingWith("got \"R_intra onyl\": did you mean \"R_intra only\"?");
        assertThatThrownBy(() -> found.tradeOff("held out PSNR", "held out LPIPS"))
                .hasMessage("metric must be one of [held out PSNR, held out SSIM], got \"held out LPIPS\": did you mean"
                        + " \"held out PSNR\"?");
        assertThatThrownBy(() -> found.grid("held out", "x", 0, 0, 0.5))
                .hasMessageStartingWith("image must be one of [a, b, c], got \"x\"");
    }

    @Test
    void a_comparison_of_one_seed_tests_nothing_and_says_so() {
        StudyComparison one = study("one", base())
                .variant("R_intra only", s -> s.rInter(0))
                .train()
                .compare("R_intra only", "base");
        assertThat(one.table().doubleColumn("p").isMissing().size()).isEqualTo(2);
        assertThat(one.table().stringColumn("better").asList()).containsOnly("not tested");
        assertThat(one.remarks()).singleElement().asString().startsWith("Warning: where there is one seed only");

        StudyComparison two = terms().train().compare("R_intra only", "base");
        assertThat(two.table().doubleColumn("p").isMissing().size()).isZero();
        assertThat(two.remarks())
                .singleElement()
                .asString()
                .startsWith("p and the interval from low to high speak of further trainings of these two sentences");
    }

    @Test
    void a_report_has_every_number_of_the_table_and_needs_no_other_file() throws IOException {
        StudyResult found = terms().train();
        Path page = folder.resolve("terms.html");
        Path text = folder.resolve("terms.md");
        found.report(page);
        found.report(text.toString());
        String html = Files.readString(page);
        String markdown = Files.readString(text);

        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("<script")
                .doesNotContain("src=\"http")
                .contains("data:image/svg+xml", "data:image/png", "R_intra only", "precision", "seconds of training");
        Table numbers = found.table().numbers();
        for (Row row : numbers) {
            for (String column : List.of("held out PSNR", "held out SSIM")) {
                String mean = ScoreTable.text(row.getDouble(column), row.getDouble(column + " spread"));
                assertThat(html).contains(mean);
                assertThat(markdown).contains(mean);
            }
        }
        assertThat(markdown).contains("## Trade-off", "terms-trade-off.svg", "terms-image.png", "**", "<u>");
        assertThat(folder.resolve("terms-trade-off.svg")).exists();
        assertThat(found.table().toString()).contains("[1]", "[2]");
        assertThat(found.table().view().html()).contains("<b>", "<u>");
        assertThatThrownBy(() -> found.report("terms.pdf"))
                .hasMessage("report must end in .html or .md, got terms.pdf: use report(\"study.html\")");
    }

    @Test
    void what_does_not_fit_is_refused_before_anything_runs() {
        Images learned = Images.of(List.of("mine"), List.of(TestImages.image(97, 96, 96)));
        Study terms = terms();

        assertThatThrownBy(() -> terms.variant("r_INTRA only", s -> s.rInter(0.1)))
                .hasMessage(
                        "name of a variant must differ from the other names of the study, ignoring case, got \"r_INTRA"
                                + " only\" beside \"R_intra only\": choose another");
        assertThatThrownBy(() -> terms.variant("Base", s -> s)).hasMessageContaining("beside \"base\"");
        assertThatThrownBy(() -> terms.reference("not adapted", Pdd.bicubicUpscaling(4)))
                .hasMessageContaining("beside \"not adapted\"");
        assertThatThrownBy(() -> terms.measure("Held out", OTHERS, Pdd.psnr())).hasMessageContaining("test set");
        assertThatThrownBy(() -> terms.over("Variant", List.of(1), (s, v) -> s)).hasMessageContaining("axis");
        assertThatThrownBy(() -> terms.over("rate", List.of(1e-3, 1e-3), (s, v) -> s.learningRate(v)))
                .hasMessageStartingWith("values of an axis must have different texts, got \"0.001\" twice");
        assertThatThrownBy(() -> terms.over("rate", List.<Double>of(), (s, v) -> s.learningRate(v)))
                .hasMessageStartingWith("axis must have at least one value, got none for \"rate\"");
        assertThatThrownBy(
                        () -> terms.over("nothing", List.of(1, 2), (s, v) -> s).plan())
                .hasMessageStartingWith(
                        "variants and axes must change what is trained, got \"base, nothing 2\", which is"
                                + " the same as \"base, nothing 1\"");
        assertThatThrownBy(() -> terms.seeds(1, 2, 1)).hasMessageStartingWith("seeds must differ, got 1 twice");
        assertThatThrownBy(() -> terms.seeds(0)).hasMessageStartingWith("number of seeds must be at least 1, got 0");
        assertThatThrownBy(() -> Pdd.study(" ", base())).hasMessageStartingWith("name of a study must not be blank");
        assertThatThrownBy(() -> terms.measure("none", OTHERS))
                .hasMessageStartingWith("test set must have at least one");
        assertThatThrownBy(() -> Pdd.study("x", base()).train())
                .hasMessageStartingWith("study must have a test set to measure, got none");
        assertThatThrownBy(() -> study("x", Pdd.distill().specialist(Small.network(4, 1)))
                        .train())
                .hasMessage(
                        "sentences of a study must be complete, got \"base\" without generalist, labeled, unlabeled:"
                                + " add it to the base, for example distill().generalist(...)");
        assertThatThrownBy(() -> study("x", base().labeled(learned.downscaledBy(Resampling.MATLAB_BICUBIC)))
                        .measure("learned", learned.downscaledBy(Resampling.OPENCV_AREA), Pdd.psnr())
                        .train())
                .hasMessage("images of the test set \"learned\" must not be trained on, got mine in both, as labeled"
                        + " images: leave them out of one");
        assertThatThrownBy(() -> terms.reference("two", Pdd.bicubicUpscaling(2)).plan())
                .hasMessageStartingWith("networks of a study must have one scale, got ×2 of \"two\" beside ×4");
        assertThatThrownBy(() -> terms.variant("large", s -> s.crop(4096)).plan())
                .hasMessageStartingWith(
                        "every variant of a study must be able to train, got \"large\": crops must fit");
        assertThat(iterations).hasValue(0);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_study_is_shown_as_the_code_that_makes_it() {
        assertThat(terms().over("rate", List.of(1, 2), (s, rate) -> s.learningRate(rate))
                        .network(MeasuredNetwork.SPECIALIST)
                        .toString())
                .contains(".over(\"rate\", List.of(\"1\", \"2\"), ...)", ".network(MeasuredNetwork.SPECIALIST)");
        assertThat(terms().toString())
                .startsWith("study(\"terms\", distill()")
                .contains(".variant(\"R_intra only\", ...)", ".seeds(1, 2)", ".reference(\"bicubic\", ...)")
                .contains(".measure(\"held out\", ");
        assertThat(terms().view().text()).contains("6 runs");
    }

    private List<Path> checkpoints() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("checkpoint-"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> labels(StudyResult found) {
        return found.table().numbers().stringColumn("variant").asList().stream()
                .distinct()
                .toList();
    }

    private static List<String> pairs(Table compared) {
        return compared.stream()
                .map(row -> row.getString("variant") + " against " + row.getString("against"))
                .distinct()
                .toList();
    }

    private static Row row(Table table, String variant) {
        return table.stream()
                .filter(row -> row.getString("variant").equals(variant))
                .findFirst()
                .orElseThrow();
    }

    private static double[] values(Table images, String variant, String seed, String set, String metric) {
        return images.stream()
                .filter(row -> row.getString("variant").equals(variant)
                        && row.getString("seed").equals(seed)
                        && row.getString("set").equals(set)
                        && row.getString("metric").equals(metric))
                .mapToDouble(row -> row.getDouble("value"))
                .toArray();
    }
}
