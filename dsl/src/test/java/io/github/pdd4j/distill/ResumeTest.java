package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.Snapshots.Snapshot;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.runs.Runs;
import io.github.pdd4j.sentence.Checkpointing;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.weights.StateDict;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.Table;

class ResumeTest {
    /** Draws from the engine's random numbers. */
    private static final Loss NOISY = p -> {
        NDArray y = p.specialist().unlabeled();
        return y.mul(y.getManager().randomUniform(0, 1, y.getShape())).mean();
    };

    private static final Loss NOT_FINITE =
            p -> p.specialist().labeled().mean().abs().neg().log();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"static", "moving average", "adversarial with discriminator warm-up and warm-up"})
    void ten_and_ten_iterations_are_twenty_bit_by_bit(String mode) {
        Distillation sentence = sentence(mode);
        Run whole = sentence.checkpoint(Checkpointing::off).iterations(20).train();
        Run half = sentence.name("night").iterations(10).train();
        Run resumed = sentence.name("night").iterations(20).train();

        assertThat(half.iterations()).isEqualTo(10);
        assertSame(resumed, whole);
        assertSame(Run.open(new RunDirectory(folder).existing("night").path()), whole);
    }

    @Test
    void steps_skipped_before_a_run_goes_on_count_as_if_it_had_never_ended() {
        Distillation sentence = sentence("moving average").checkpoint(c -> c.every(1));
        Run whole = withBadSteps(sentence).name("whole").iterations(20).train();
        withBadSteps(sentence).name("night").iterations(10).train();
        // What is compared with the beginning is good, and all later ones are bad.
        AtomicInteger calls = new AtomicInteger();
        Loss bad = p -> calls.incrementAndGet() == 1 ? p.specialist().labeled().mean() : NOT_FINITE.of(p);
        Distillation second = sentence.loss("broken", 0.1, bad).name("night");
        Run resumed = second.iterations(20).train();

        assertThat(whole.iterations()).isEqualTo(11);
        assertThat(whole.toString()).contains("; 4 steps skipped, the first for broken = NaN in iteration 2 on ");
        assertSame(resumed, whole);
        assertThat(Run.open(new RunDirectory(folder).existing("night").path())).hasToString(resumed.toString());
        calls.set(0);
        assertThat(second.iterations(40).train().iterations()).isEqualTo(14);
    }

    /** Iterations 2, 9, 10 and all later ones are bad. */
    private static Distillation withBadSteps(Distillation sentence) {
        AtomicInteger calls = new AtomicInteger();
        return sentence.loss("broken", 0.1, p -> {
            int now = calls.incrementAndGet();
            return now == 2 || now > 8
                    ? NOT_FINITE.of(p)
                    : p.specialist().labeled().mean();
        });
    }

    @Test
    void a_run_goes_on_whatever_the_texts_in_its_file_say() throws IOException {
        Distillation sentence = sentence("static").name("night").iterations(2);
        sentence.train();
        Path file = folder.resolve("night").resolve("run.json");
        JsonObject manifest = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        manifest.getAsJsonObject("sentence").addProperty("code", "in other words");
        manifest.getAsJsonObject("provenance")
                .getAsJsonObject("images")
                .asMap()
                .values()
                .forEach(set -> set.getAsJsonObject().addProperty("phrase", "in other words"));
        Files.writeString(file, manifest.toString());

        assertThat(sentence.iterations(4).train().history().rowCount()).isEqualTo(4);
    }

    @Test
    void a_run_of_an_earlier_version_without_settings_is_refused_in_a_sentence() throws IOException {
        Distillation sentence = sentence("static").name("night").iterations(2);
        sentence.train();
        Path file = folder.resolve("night").resolve("run.json");
        JsonObject manifest = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        manifest.getAsJsonObject("sentence").remove("settings");
        Files.writeString(file, manifest.toString());

        assertThatThrownBy(() -> sentence.iterations(4).train())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("run.json must be a file that this version wrote, got")
                .hasMessageContaining(folder.resolve("night").toString());
    }

    @Test
    void a_finished_run_is_had_again_without_training() {
        Distillation sentence = sentence("static").name("night").iterations(2);
        Run first = sentence.train();
        List<Iteration> heard = new ArrayList<>();
        Run again =
                sentence.listen("heard", done -> heard.add(done.iteration())).train();

        assertThat(heard).isEmpty();
        assertSame(again, first);
        assertThat(again.history().doubleColumn("seconds").asList())
                .isEqualTo(first.history().doubleColumn("seconds").asList());
    }

    @Test
    void an_interrupted_run_is_kept_and_goes_on_where_it_was() throws InterruptedException {
        CountDownLatch third = new CountDownLatch(3);
        Distillation sentence = sentence("moving average").name("night");
        List<Run> partial = new ArrayList<>();
        Thread cell = new Thread(() -> partial.add(sentence.listen("count", done -> third.countDown())
                .iterations(100_000)
                .train()));
        cell.start();
        third.await();
        cell.interrupt();
        cell.join();
        int made = partial.get(0).iterations();

        assertThat(Runs.in(folder).stringColumn("status").asList()).containsExactly("interrupted");
        assertThat(Runs.in(folder).intColumn("iterations").asList()).containsExactly(made);
        assertSame(
                sentence.iterations(made + 2).train(),
                sentence("moving average")
                        .checkpoint(Checkpointing::off)
                        .iterations(made + 2)
                        .train());
    }

    @Test
    void a_damaged_checkpoint_costs_the_iterations_since_the_one_before_and_nothing_else() throws IOException {
        Distillation sentence = sentence("moving average")
                .name("night")
                .checkpoint(c -> c.every(2).keep(2))
                .iterations(6);
        Run whole = sentence.train();
        List<Snapshot> kept =
                new RunDirectory(folder).existing("night").snapshots().all();
        Path weights = kept.get(0).folder().resolve("specialist.safetensors");
        Files.write(weights, new byte[] {1, 2, 3});

        assertThat(kept).extracting(Snapshot::number).containsExactly(6, 4);
        assertThat(Run.open(new RunDirectory(folder).existing("night").path()).iterations())
                .isEqualTo(4);
        assertSame(sentence.train(), whole);
    }

    @Test
    void a_full_disk_ends_the_run_and_keeps_its_value_and_the_last_good_checkpoint() throws IOException {
        Configuration small =
                Configuration.unix().toBuilder().setMaxSize(19 * 8192).build();
        try (FileSystem disk = Jimfs.newFileSystem(small)) {
            Distillation sentence = sentence("static")
                    .name("night")
                    .checkpoint(c -> c.folder(disk.getPath("/runs")).every(1))
                    .iterations(50);
            Run run = sentence.train();
            Snapshot last = new RunDirectory(disk.getPath("/runs"))
                    .existing("night")
                    .snapshots()
                    .newest()
                    .orElseThrow();

            assertThat(run.toString())
                    .contains("; stopped: files must be written to a writable folder with room, got /runs/night/")
                    .endsWith(" (out of disk space): check the folder, its permissions and the free space");
            assertThat(run.iterations()).isEqualTo(last.number() + 1).isLessThan(10);
            Run moreRoom = sentence.checkpoint(c -> c.keep(1))
                    .iterations(run.iterations())
                    .train();
            assertSame(moreRoom, run);
        }
    }

    @Test
    void another_sentence_does_not_go_on_with_a_run() {
        Distillation sentence = sentence("static").name("night").iterations(2);
        sentence.train();

        assertThatThrownBy(() -> sentence.rIntra(0.5).train())
                .hasMessage("run night must resume with the settings it started with, got rIntra.weight 0.5 in place"
                        + " of 1.0: restore them, or choose another name(...)");
        assertThatThrownBy(() -> sentence.specialist(Small.network(4, 9).named("small 2"))
                        .unlabeled(TestImages.images(3, 64, 2))
                        .train())
                .hasMessageStartingWith("run night must resume with the ")
                .hasMessageEndingWith("or choose another name(...)");
        assertThatThrownBy(() -> sentence.specialist(Small.network(4, 9).named("small 2"))
                        .train())
                .hasMessage("run night must resume with the weights and images it started with, got others for"
                        + " specialist: restore them, or choose another name(...)");
        assertThatThrownBy(() -> sentence.iterations(1).train())
                .hasMessage(
                        "run night must have at least the 2 iterations that it has completed, got iterations(1): use more,"
                                + " or choose another name(...)");
    }

    @Test
    void checkpoints_that_make_no_sense_are_refused_where_they_are_said() {
        assertThatThrownBy(() -> Small.sentence().checkpoint(c -> c.keep(0)))
                .hasMessage("number of checkpoints must be at least 1, got 0: use keep(3)");
        assertThatThrownBy(() -> Small.sentence().checkpoint(c -> c.every(-1)))
                .hasMessage(
                        "iterations of checkpoints must be at least 0, got -1: use every(100), or 0 for none by count");
        assertThat(Small.sentence().name("night").checkpoint(c -> c.every(9)).toString())
                .endsWith(".name(\"night\").checkpoint(c -> c.every(9))");
        assertThat(Small.sentence().toString()).doesNotContain("checkpoint");
    }

    private Distillation sentence(String mode) {
        Distillation sentence = Small.sentence()
                .loss("noisy", 0.1, NOISY)
                .learningRate(r -> r.start(1e-3).milestones(8, 15))
                .checkpoint(c -> c.folder(folder));
        return switch (mode) {
            case "static" -> sentence;
            case "moving average" -> sentence.generalist(new MovingAverage(0.9)).warmUp(2);
            default ->
                sentence.generalist(new MovingAverage(0.9))
                        .adversarial(
                                a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(4))
                        .warmUp(5);
        };
    }

    /** Everything but the time it took. */
    private static void assertSame(Run actual, Run expected) {
        assertSame(actual.specialist().weights(), expected.specialist().weights());
        assertSame(actual.generalist().weights(), expected.generalist().weights());
        assertThat(actual.discriminator().isPresent())
                .isEqualTo(expected.discriminator().isPresent());
        expected.discriminator()
                .ifPresent(state -> assertSame(actual.discriminator().orElseThrow(), state));
        Table history = expected.history().removeColumns("seconds");
        for (String column : history.columnNames()) {
            assertThat(actual.history().column(column).asList())
                    .as(column)
                    .isEqualTo(history.column(column).asList());
        }
    }

    private static void assertSame(StateDict actual, StateDict expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        for (String name : expected.names()) {
            assertThat(actual.tensor(name).floats())
                    .as(name)
                    .isEqualTo(expected.tensor(name).floats());
        }
    }
}
