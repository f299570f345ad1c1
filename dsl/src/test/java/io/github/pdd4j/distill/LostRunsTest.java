package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.runs.Retention;
import io.github.pdd4j.runs.Runs;
import io.github.pdd4j.sentence.Checkpointing;
import io.github.pdd4j.sentence.Listener;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.TrainingState;
import io.github.pdd4j.train.Checkpointer;
import io.github.pdd4j.train.CropBatchSource;
import io.github.pdd4j.train.Loop;
import io.github.pdd4j.train.TrainingLog;
import io.github.pdd4j.weights.StateDict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may end a run, or hide or remove what it learned. */
class LostRunsTest {
    private static final Loss MEAN = p -> p.specialist().labeled().mean();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_folder_of_the_users_that_has_the_name_of_a_run_is_left_as_it_is() throws IOException {
        Path holiday = Files.createDirectory(folder.resolve("holiday"));
        ImageFiles.save(TestImages.image(1, 48, 48), holiday.resolve("one.png"));
        Path last = holiday.resolve("two.png");
        ImageFiles.save(TestImages.image(2, 48, 48), last);
        byte[] whole = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(whole, whole.length / 2));
        Distillation sentence = Small.sentence().unlabeled(Images.in(holiday)).checkpoint(c -> c.folder(folder));

        assertThatThrownBy(() -> sentence.name("holiday").train()).hasMessageContaining("which exists and is no run");
        assertThat(tree(holiday)).containsExactly(holiday, holiday.resolve("one.png"), last);
        assertThatThrownBy(() -> sentence.name("other").train()).hasMessageContaining("two.png");
        assertThatThrownBy(sentence::train).hasMessageContaining("two.png");
        assertThat(tree(folder)).containsExactly(folder, holiday, holiday.resolve("one.png"), last);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"name\": \"holiday\", \"said\": null}"})
    void a_manifest_of_another_program_is_left_as_it_is(String text) throws IOException {
        Path foreign = Files.createDirectory(folder.resolve("night"));
        Files.writeString(foreign.resolve("run.json"), text);
        Files.writeString(foreign.resolve("mine.txt"), "mine");
        List<Path> before = tree(foreign);

        assertThatThrownBy(() -> sentence().train())
                .hasMessageStartingWith("run.json must be a file that this version wrote, got");
        assertThat(tree(foreign)).isEqualTo(before);
        assertThat(foreign.resolve("run.json")).hasContent(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"static", "adversarial"})
    void an_exception_in_the_loop_leaves_what_was_learned_and_the_name_goes_on(String mode) {
        Distillation sentence = mode.equals("static")
                ? sentence()
                : sentence()
                        .adversarial(
                                a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(1));
        Run whole = sentence.loss("mine", 0.1, MEAN)
                .checkpoint(Checkpointing::off)
                .iterations(8)
                .train();
        AtomicInteger calls = new AtomicInteger();
        Loss failing = p -> {
            if (calls.incrementAndGet() == 5) {
                throw new IllegalStateException("out of luck");
            }
            return MEAN.of(p);
        };

        assertThatThrownBy(
                        () -> sentence.loss("mine", 0.1, failing).iterations(8).train())
                .hasMessageContaining("out of luck");
        int made = mode.equals("static") ? 4 : 5;
        assertThat(Run.last().name()).isEqualTo("night");
        assertThat(Run.last().iterations()).isEqualTo(made);
        assertThat(Run.last().toString())
                .contains("; stopped: loss mine could not be computed")
                .contains("luck");
        assertThat(Runs.in(folder).intColumn("iterations").asList()).containsExactly(made);
        assertThat(Runs.in(folder).stringColumn("status").asList()).containsExactly("stopped");
        assertThat(Run.open(new RunDirectory(folder).existing("night").path())
                        .specialist()
                        .source())
                .isEqualTo("adapted from small 2");
        Run resumed = sentence.loss("mine", 0.1, MEAN).iterations(8).train();
        assertSame(resumed.specialist().weights(), whole.specialist().weights());
    }

    @Test
    void a_image_that_cannot_be_read_ends_no_night_and_can_be_left_out() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < 20; i++) {
            ImageFiles.save(TestImages.image(i, 48, 48), images.resolve(i + ".png"));
        }
        Images all = Images.in(images);
        Distillation sentence = sentence().iterations(30).unlabeled(all).listen("rot", done -> truncate(images));

        assertThatThrownBy(sentence::train).hasMessageContaining(".png");
        for (int i = 0; i < 20; i++) {
            ImageFiles.save(TestImages.image(i, 48, 48), images.resolve(i + ".png"));
        }
        int made = Run.last().iterations();
        assertThat(made).isPositive();
        Distillation repaired = sentence().iterations(made + 2).unlabeled(all.subset(0, 19));
        assertThatThrownBy(repaired::train).hasMessageStartingWith("run night must resume with ");
        Distillation allowed = repaired.checkpoint(c -> c.allowChanged("unlabeled"));
        assertThat(allowed.train().iterations()).isEqualTo(made + 2);
        assertThat(Files.readString(folder.resolve("night/run.json")))
                .contains("\"changed\": [\n        \"unlabeled\"");
        assertThat(repaired.iterations(made + 3)
                        .checkpoint(c -> c.allowChanged("unlabeled"))
                        .train()
                        .iterations())
                .isEqualTo(made + 3);
    }

    @Test
    void whoever_runs_the_loop_without_keeping_it_hears_what_was_thrown() {
        Plan plan = Plan.of(Small.sentence()
                .loss("mine", 0.1, p -> {
                    throw new IllegalStateException("out of luck");
                })
                .sentence());
        TrainingLog log = new TrainingLog(Map.of());
        try (CropBatchSource batches = CropBatchSource.from(1, plan)) {
            assertThatThrownBy(() -> new Loop(plan, log, Checkpointer.NONE).runOrThrow(batches))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("out of luck");
        }
    }

    private static void truncate(Path images) {
        try (Stream<Path> files = Files.list(images)) {
            for (Path file : files.toList()) {
                byte[] whole = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(whole, whole.length / 2));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"listener", "loss", "end"})
    void an_interrupt_of_the_trainings_own_thread_ends_the_run_and_keeps_it(String who) {
        Distillation sentence = sentence().iterations(6).checkpoint(c -> c.every(1));
        Distillation interrupting = switch (who) {
            case "listener" ->
                sentence.listen("impatient", done -> {
                    if (done.number() == 2) {
                        Thread.currentThread().interrupt();
                    }
                });
            case "loss" ->
                sentence.loss("impatient", 0.1, p -> {
                    Thread.currentThread().interrupt();
                    return MEAN.of(p);
                });
            default ->
                sentence.listen("late", new Listener() {
                    @Override
                    public void iteration(TrainingState done) {}

                    @Override
                    public void checkpoint(Checkpoint written) {
                        Thread.currentThread().interrupt();
                    }
                });
        };
        Run run = interrupting.train();

        assertThat(run.iterations()).isEqualTo(who.equals("listener") ? 2 : 1);
        assertThat(run.toString()).doesNotContain("stopped");
        assertThat(Runs.in(folder).stringColumn("status").asList()).containsExactly("interrupted");
        assertThat(Runs.in(folder).intColumn("iterations").asList()).containsExactly(run.iterations());
    }

    @Test
    void what_took_long_is_kept_longer_and_what_goes_is_said_before() throws IOException {
        RunDirectory archive = new RunDirectory(folder);
        for (String name : List.of("short", "long", "named", "used", "others")) {
            sentence().name(name).train();
            unnamed(name, name.equals("long") ? 540 : 1, !name.equals("named"));
        }
        Files.writeString(folder.resolve("others/notes.txt"), "mine");
        Instant now = Instant.now();
        long most = Long.MAX_VALUE / 2;

        try (var lock = archive.of("used").lock()) {
            assertThat(lock).isNotNull();
            List<Retention.StoredRun> runs =
                    archive.all().stream().map(Retention.StoredRun::of).toList();
            assertThat(names(new Retention(now, most).expired(runs))).isEmpty();
            assertThat(names(new Retention(now.plus(Duration.ofDays(3)), most).expired(runs)))
                    .containsExactly("short");
            assertThat(names(new Retention(now.plus(Duration.ofDays(542)), most).expired(runs)))
                    .containsExactlyInAnyOrder("short", "long");
            long one = runs.get(0).bytes() * 3 / 2;
            assertThat(names(new Retention(now, one).expired(runs))).containsExactly("short");
            assertThat(names(new Retention(now, 0).expired(runs))).containsExactlyInAnyOrder("short", "long");
        }
    }

    private static List<String> names(Set<Retention.StoredRun> runs) {
        return runs.stream().map(run -> run.folder().name()).toList();
    }

    private void unnamed(String name, int seconds, boolean unnamed) throws IOException {
        RunFolder run = new RunDirectory(folder).existing(name);
        String text = run.manifest().replaceAll("\"seconds\": [0-9.E-]+", "\"seconds\": " + seconds);
        Files.writeString(
                run.path().resolve("run.json"), unnamed ? text.replace("\"named\": true", "\"named\": false") : text);
    }

    @Test
    void no_file_of_a_run_stays_open_however_large_it_is() throws IOException {
        Path open = Path.of("/proc/self/fd");
        Golden.require(Files.isDirectory(open), "open files are told by Linux only");
        Distillation sentence = sentence().specialist(Pdd.compactSpecialist()).iterations(1);
        sentence.train();
        assertThat(Files.size(folder.resolve("night/checkpoint-000001/specialist.safetensors")))
                .isGreaterThan(1 << 20);
        Run resumed = sentence.iterations(2).train();
        Run opened = Run.open(new RunDirectory(folder).existing("night").path());

        try (Stream<Path> files = Files.list(open)) {
            assertThat(files.map(LostRunsTest::target)).noneMatch(file -> file.startsWith(folder));
        }
        assertSame(opened.specialist().weights(), resumed.specialist().weights());
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return link;
        }
    }

    private static void assertSame(StateDict actual, StateDict expected) {
        for (String name : expected.names()) {
            assertThat(actual.tensor(name).floats())
                    .as(name)
                    .isEqualTo(expected.tensor(name).floats());
        }
    }

    private static List<Path> tree(Path of) throws IOException {
        try (Stream<Path> all = Files.walk(of)) {
            return all.sorted().toList();
        }
    }

    private Distillation sentence() {
        return Small.sentence().name("night").checkpoint(c -> c.folder(folder));
    }

    @Test
    void a_term_that_may_change_allows_no_other_setting_and_no_other_weights() {
        Distillation sentence = sentence()
                .loss("specialist", 0.1, p -> p.specialist().labeled().mean())
                .checkpoint(c -> c.folder(folder).allowChanged("rIntra", "specialist"))
                .iterations(1);
        sentence.train();

        assertThatThrownBy(() -> sentence.rIntra(0.5).iterations(2).train())
                .hasMessageContaining("must resume with the settings it started with, got rIntra.weight 0.5");
        assertThatThrownBy(() ->
                        sentence.specialist(Small.network(4, 9)).iterations(2).train())
                .hasMessageContaining("got others for specialist");
        assertThatThrownBy(() -> sentence.loss("skipped", 1, p -> p.truth().mean()))
                .hasMessageStartingWith("name of a loss must differ from the other columns of the history");
    }
}
