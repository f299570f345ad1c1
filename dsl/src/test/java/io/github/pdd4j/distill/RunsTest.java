package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.runs.InitialState;
import io.github.pdd4j.runs.RunRecord;
import io.github.pdd4j.runs.Runs;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.train.Checkpointer;
import io.github.pdd4j.train.CropBatchSource;
import io.github.pdd4j.train.Loop;
import io.github.pdd4j.train.TrainedModels;
import io.github.pdd4j.train.TrainingLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class RunsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_training_that_has_ended_is_a_run_although_its_images_are_gone_by_then() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        for (int i = 0; i < 2; i++) {
            ImageFiles.save(TestImages.image(i, 64, 64), images.resolve(i + ".png"));
        }

        Run run = Small.sentence()
                .unlabeled(Pdd.images(images))
                .checkpoint(c -> c.off())
                .listen("gone", done -> {
                    if (done.number() == 3) {
                        assertThat(images.resolve("0.png").toFile().delete()).isTrue();
                        assertThat(images.resolve("1.png").toFile().delete()).isTrue();
                    }
                })
                .train();

        assertThat(images).isEmptyDirectory();
        assertThat(run.iterations()).isEqualTo(3);
        assertThat(run.specialist().card().markdown()).contains("| unlabeled | images(");
    }

    @Test
    void a_curve_starts_at_1_where_its_first_running_mean_is_whole() {
        assertThat(Run.relativeToFirst(new double[] {Double.NaN, 4, 2, 6, 8}, 2))
                .hasValueSatisfying(
                        curve -> assertThat(curve).containsExactly(Double.NaN, Double.NaN, 1, 4 / 3.0, 7 / 3.0));
        assertThat(Run.relativeToFirst(new double[] {Double.NaN, Double.NaN, 5}, 2))
                .isEmpty();
        assertThat(Run.relativeToFirst(new double[] {0, 0, 0}, 1)).isEmpty();
    }

    @Test
    void a_reopened_run_shows_what_it_showed() {
        Distillation sentence = sentence("night")
                .adversarial(a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(1));
        Run run = sentence.train();
        Run reopened = Pdd.run(folder.resolve("night"));

        assertThat(reopened).hasToString(run.toString());
        assertThat(reopened.toString()).contains("; kept as night");
        assertThat(reopened.view().html()).isEqualTo(run.view().html());
        assertThat(reopened.history().print()).isEqualTo(run.history().print());
        assertThat(reopened.specialist().source()).isEqualTo(run.specialist().source());
        assertThat(reopened.generalist().source()).isEqualTo("small 1");
        assertThat(reopened.discriminator()).isPresent();
        assertThat(reopened.interrupted()).isFalse();
        assertThat(reopened.phrase()).isEqualTo(sentence.toString());
        assertThat(run.sentence().toString()).isEqualTo(sentence.toString());
        assertThatThrownBy(reopened::sentence)
                .hasMessage(
                        "sentence() needs a run that was trained in this kernel, got run night, which was read from disk:"
                                + " use phrase(), the sentence as text");
    }

    @Test
    void a_file_of_a_trained_network_says_what_made_it() {
        Run run = sentence("night").train();
        Run reopened = Pdd.run(folder.resolve("night"));
        Path file = folder.resolve("adapted.safetensors");
        run.specialist().save(file);

        Map<String, String> recipe = Network.load(file).weights().metadata();
        assertThat(recipe)
                .containsOnlyKeys(
                        "sentence", "iterations", "started from", "sha256 of the start", "images", "validation")
                .containsEntry("sentence", run.phrase())
                .containsEntry("iterations", "3")
                .containsEntry("started from", "small 2")
                .containsEntry(
                        "sha256 of the start", Small.network(4, 2).weights().digest());
        assertThat(reopened.specialist().weights().metadata()).isEqualTo(recipe);
    }

    @Test
    void a_card_lies_beside_the_file_of_a_trained_network() throws IOException {
        Distillation sentence = Small.sentence()
                .movingAverage(0.5)
                .validate(3, TestImages.images(1, 64, 9).downscaledBy(Resampling.MATLAB_BICUBIC), Pdd.psnr());
        Network start =
                Network.of(Small.network(4, 2).weights().metadata(Map.of("license", "BSD-3-Clause")), "small | 2");
        Run run = sentence.specialist(start).train();
        Path file = folder.resolve("adapted.pth");
        run.specialist().save(file);
        start.save(folder.resolve("start.pth"));

        JsonObject card = JsonParser.parseString(Files.readString(folder.resolve("adapted.pth.card.json")))
                .getAsJsonObject();
        assertThat(card.get("architecture").getAsString()).startsWith("SRVGGNetCompact");
        assertThat(card.get("scale").getAsString()).isEqualTo("4");
        assertThat(card.get("license of the start").getAsString()).isEqualTo("BSD-3-Clause");
        assertThat(card.get("sentence").getAsString()).isEqualTo(run.phrase());
        assertThat(card.get("sha256 of the weights").getAsString())
                .isEqualTo(run.specialist().weights().digest());
        assertThat(card.getAsJsonObject("images")
                        .getAsJsonObject("unlabeled")
                        .get("number")
                        .getAsInt())
                .isEqualTo(3);
        JsonObject average = card.getAsJsonArray("validation").get(1).getAsJsonObject();
        assertThat(average.get("network").getAsString()).isEqualTo("moving average");
        assertThat(average.get("end").getAsDouble())
                .isEqualTo(
                        run.history().doubleColumn("validation PSNR (average)").get(2));
        assertThat(average.getAsJsonObject("conventions").get("border").getAsString())
                .isEqualTo(Pdd.psnr().conventionValues().get("border"));
        assertThat(Files.readString(folder.resolve("adapted.pth.card.md")))
                .startsWith("# adapted from small | 2\n")
                .contains(
                        "| started from | small \\| 2 |",
                        "| license of the start | BSD-3-Clause |",
                        "```java\n" + run.phrase() + "\n```",
                        "| PSNR | specialist | ");
        assertThat(folder.resolve("start.pth.card.md")).doesNotExist();
        start.save(file);
        assertThat(Files.readString(folder.resolve("adapted.pth.card.json")))
                .as("another network under this name has its own card")
                .contains(start.weights().digest())
                .doesNotContain("sentence");
        assertThat(Files.readString(folder.resolve("adapted.pth.card.md")))
                .contains("| license | BSD-3-Clause |")
                .doesNotContain("unknown", "```java");
        Files.writeString(folder.resolve("mine.pth.card.json"), "{\"notes\": 1}");
        start.save(folder.resolve("mine.pth"));
        assertThat(folder.resolve("mine.pth.card.json")).hasContent("{\"notes\": 1}");
    }

    @Test
    void the_table_of_runs_says_how_each_ended() throws IOException {
        sentence("first").train();
        sentence("second")
                .loss("broken", 1, p -> p.specialist().unlabeled().log().mean())
                .iterations(5)
                .train();
        assertThatThrownBy(() -> sentence("third")
                        .loss("wrong", 1, p -> p.specialist().unlabeled())
                        .train())
                .isInstanceOf(IllegalArgumentException.class);
        RunFolder first = new RunDirectory(folder).existing("first");
        Files.writeString(
                first.path().resolve("run.json"),
                first.manifest().replace("\"status\": \"finished\"", "\"status\": \"running\""));

        assertThat(statusOf("first")).isEqualTo("killed");
        try (Closeable lock = first.lock()) {
            assertThat(lock).isNotNull();
            assertThat(statusOf("first")).isEqualTo("running");
        }
        assertThat(statusOf("second")).isEqualTo("stopped");
        assertThat(statusOf("third")).isEqualTo("stopped");
        Files.writeString(first.path().resolve("run.json"), "{");
        assertThat(statusOf("first")).isEqualTo("damaged");
        assertThatThrownBy(() -> Run.open(first.path()))
                .hasMessageStartingWith(
                        "run.json must be a file that this version wrote, got a damaged or an older one in ");
        assertThatThrownBy(() ->
                        Run.open(new RunDirectory(folder).existing("third").path()))
                .hasMessageStartingWith("run must have an intact checkpoint to be opened, got third without one: train"
                        + " its sentence again, which is distill()");
    }

    @Test
    void an_unknown_run_is_told_with_those_that_are_known() {
        sentence("night1").train();

        assertThatThrownBy(() ->
                        Run.open(new RunDirectory(folder).existing("nihgt1").path()))
                .hasMessage("run must be one of [night1] in " + folder + ", got nihgt1: the nearest are night1");
        assertThatThrownBy(() -> Pdd.run(folder))
                .hasMessage("run must be a folder with a readable run.json, got " + folder
                        + " (no such file or folder): choose another, see runs()");
    }

    @Test
    void the_manifest_says_what_a_run_was_made_from() throws IOException {
        Path images = Files.createDirectory(folder.resolve("images"));
        ImageFiles.save(TestImages.image(1, 48, 48), images.resolve("one.png"));
        Distillation sentence = sentence("night").unlabeled(Images.in(images));
        sentence.train();
        JsonObject manifest = JsonParser.parseString(Files.readString(folder.resolve("night/run.json")))
                .getAsJsonObject();
        JsonObject provenance = manifest.getAsJsonObject("provenance");

        assertThat(manifest.getAsJsonObject("sentence").get("code").getAsString())
                .isEqualTo(sentence.toString());
        assertThat(manifest.getAsJsonObject("sentence").get("seed").getAsLong()).isEqualTo(7);
        assertThat(manifest.getAsJsonObject("state").get("status").getAsString())
                .isEqualTo("finished");
        assertThat(manifest.getAsJsonArray("sessions")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonObject("environment")
                        .keySet())
                .contains("pdd4j", "djl", "pytorch", "java", "system", "device", "onCpu", "threads");
        assertThat(provenance
                        .getAsJsonObject("weights")
                        .getAsJsonObject("specialist")
                        .get("sha256")
                        .getAsString())
                .isEqualTo(Small.network(4, 2).weights().digest());
        assertThat(provenance
                        .getAsJsonObject("images")
                        .getAsJsonObject("unlabeled")
                        .get("files")
                        .getAsString())
                .isEqualTo(Images.in(images).digests().get(0).line());
    }

    @Test
    void runs_without_a_name_stay_in_a_folder_of_ones_own() {
        for (int i = 0; i < 12; i++) {
            Small.sentence().checkpoint(c -> c.folder(folder)).iterations(1).train();
        }

        assertThat(Runs.in(folder).rowCount()).isEqualTo(12);
        assertThat(Runs.in(folder).stringColumn("kept until").asList()).containsOnly("");
    }

    @Test
    void runs_are_listed_and_begun_beside_one_that_cannot_be_read() throws IOException {
        Distillation sentence = Small.sentence().checkpoint(c -> c.folder(folder));
        sentence.train();
        Files.write(Files.createDirectory(folder.resolve("no text")).resolve("run.json"), new byte[] {(byte) 0xff});
        Files.writeString(Files.createDirectory(folder.resolve("no run")).resolve("run.json"), "[1]");
        Path locked = Files.createDirectory(folder.resolve("locked")).resolve("run.json");
        Files.writeString(locked, "{}");
        Files.setPosixFilePermissions(locked, Set.of());
        sentence.train();

        assertThat(Runs.in(folder).stringColumn("status").asList())
                .containsExactly("finished", "finished", "damaged", "damaged", "damaged");
    }

    @Test
    void a_run_that_was_stopped_before_its_first_iteration_is_a_value_too() {
        Plan plan = Plan.of(Small.sentence().sentence());
        TrainingLog log = new TrainingLog(Map.of());
        log.stop();
        try (CropBatchSource batches = CropBatchSource.from(1, plan)) {
            TrainedModels models = new Loop(plan, log, Checkpointer.NONE).runOrThrow(batches);
            Run run = new Run(RunRecord.of(plan, log, "", InitialState.of(plan), models));

            assertThat(run.toString()).startsWith("0 of 3 iterations in 0 s, 0.00 s each; ");
            assertThat(run.view().html()).contains("Before and after").doesNotContain("Loss terms");
            assertThat(run.history().rowCount()).isZero();
        }
    }

    private String statusOf(String run) {
        Table runs = Runs.in(folder);
        return runs.where(runs.stringColumn("name").isEqualTo(run))
                .stringColumn("status")
                .get(0);
    }

    private Distillation sentence(String name) {
        return Small.sentence()
                .unlabeled(TestImages.images(3, 64, 1).degradedBy((image, random) -> image.quantized()))
                .checkpoint(c -> c.folder(folder))
                .name(name);
    }

    @Test
    void names_of_adapted_networks_do_not_grow() {
        Run first = sentence("first").train();
        Run second = sentence("second").specialist(first.specialist()).train();
        Run reopened = Pdd.run(folder.resolve("second").toString());
        Run third = sentence("third").specialist(reopened.specialist()).train();

        assertThat(first.specialist().source()).isEqualTo("adapted from small 2");
        assertThat(second.specialist().source()).isEqualTo("adapted from small 2");
        assertThat(reopened.specialist().source()).isEqualTo("adapted from small 2");
        assertThat(Pdd.run(folder.resolve("third")).specialist().source()).isEqualTo("adapted from small 2");
        Network named = third.specialist().named("mine");
        assertThat(sentence("fourth").specialist(named).train().specialist().source())
                .isEqualTo("adapted from mine");
    }
}
