package io.github.pdd4j.tools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.Golden;
import io.github.pdd4j.TestWeights;
import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.SuperResolutionConfig;
import io.github.pdd4j.network.compact.Compact;
import io.github.pdd4j.tools.paint.SyntheticImages;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StoredType;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptTest {
    private static final SuperResolutionConfig FORM = Compact.sized(4, 8, 1);
    private static final String AT_ONCE = "0.0001";

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter said = new StringWriter();
    private Path photos = Path.of("");
    private Path sharp = Path.of("");
    private Path start = Path.of("");
    private Path out = Path.of("");

    @BeforeEach
    void photographs_sharp_images_and_a_small_network() throws IOException {
        photos = Files.createDirectory(folder.resolve("on holiday"));
        sharp = Files.createDirectory(folder.resolve("sharp"));
        for (int i = 1; i <= 2; i++) {
            ImageFiles.save(SyntheticImages.image(i, 48, 40), photos.resolve(i + ".png"));
            ImageFiles.save(SyntheticImages.image(10 + i, 140, 130), sharp.resolve(i + ".png"));
        }
        start = network("start.pth", FORM);
        out = folder.resolve("adapted.pth");
    }

    private Path network(String name, SuperResolutionConfig form) {
        return Checkpoints.write(TestWeights.of(form, 1), folder.resolve(name), StoredType.FLOAT32);
    }

    @AfterEach
    void remove_the_runs() {
        runs().forEach(RunFolder::delete);
    }

    private static List<RunFolder> runs() {
        return new RunDirectory(HomeFolder.runs())
                .all().stream()
                        .filter(run -> run.name().startsWith("adapt-on_holiday-"))
                        .toList();
    }

    @Test
    void the_usable_photographs_train_a_network_as_the_printed_sentence_does_and_a_second_call_trains_nothing()
            throws IOException {
        Files.writeString(photos.resolve("damaged.png"), "no image");
        ImageFiles.save(SyntheticImages.image(5, 23, 40), photos.resolve("small.png"));

        assertThat(adapt()).isZero();

        String text = said.toString();
        assertThat(text)
                .contains("images             2", "without the 2 below")
                .contains("left out: damaged.png: an image must be PNG, JPEG, ")
                .contains("left out: small.png: 23x40 pixels, smaller than 24x24")
                .contains("adapted in 10 iterations: " + out)
                .contains("next: ./pdd upscale --network " + out);
        assertThat(ImageFiles.load(folder.resolve("adapted-before-after.png")).width())
                .isGreaterThan(2 * 300);
        Network adapted = Network.load(out);
        assertThat(adapted.weights()).isNotEqualTo(Network.load(start).weights());

        byte[] bytes = Files.readAllBytes(out);
        Files.delete(folder.resolve("adapted-before-after.png"));
        said.getBuffer().setLength(0);
        assertThat(adapt()).isZero();
        assertThat(said.toString()).contains("has finished already, nothing was trained now");
        assertThat(out).hasBinaryContent(bytes);
        assertThat(folder.resolve("adapted-before-after.png")).exists();
        assertThat(runs()).hasSize(1);
        assertThat(text)
                .contains("run " + runs().get(0).name() + " is kept, so that a call with more --minutes goes on");

        Files.delete(out);
        cell(text.substring(text.indexOf("var run = "), text.indexOf("next: ")));
        assertThat(Network.load(out).weights()).isEqualTo(adapted.weights());
    }

    @ParameterizedTest
    @ValueSource(strings = {"adapted.onnx", "adapted.pt"})
    void beside_a_file_for_other_programs_the_network_is_written_as_one_that_is_read_again(String name)
            throws IOException {
        out = folder.resolve(name);

        assertThat(adapt()).isZero();
        assertThat(said.toString()).contains("next: ./pdd upscale --network " + folder.resolve("adapted.safetensors"));
        Network adapted = Network.load(folder.resolve("adapted.safetensors"));
        assertThat(adapted.weights().metadata().get("sentence")).startsWith("distill()");
        byte[] bytes = Files.readAllBytes(out);
        assertThat(bytes.length).isGreaterThan((int) adapted.parameters() * Float.BYTES);

        assertThat(adapt()).isZero();
        assertThat(said.toString()).contains("has finished already, nothing was trained now");
        assertThat(out).hasBinaryContent(bytes);
    }

    /** Runs code as a notebook does: statement by statement, without imports of its own. */
    private static void cell(String code) {
        try (JShell shell = JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), Map.of())
                .build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            shell.eval("import static io.github.pdd4j.Pdd.*;");
            shell.eval("import io.github.pdd4j.loss.*;");
            String left = code;
            while (!left.isBlank()) {
                CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(left);
                for (SnippetEvent event : shell.eval(next.source())) {
                    assertThat(event.exception()).as(next.source()).isNull();
                    assertThat(event.status()).as(next.source()).isEqualTo(Snippet.Status.VALID);
                }
                left = next.remaining();
            }
        }
    }

    @Test
    void a_stopped_adaptation_goes_on_where_it_was_and_keeps_its_files_until_it_has_finished() throws Exception {
        CountDownLatch measured = new CountDownLatch(1);
        PrintWriter err = new PrintWriter(said, true) {
            @Override
            public void println(String line) {
                super.println(line);
                if (line.contains("more fit into the time that is left")) {
                    measured.countDown();
                }
            }
        };
        FutureTask<Integer> call =
                new FutureTask<>(() -> Main.line().setOut(err).setErr(err).execute(arguments("--minutes", "600")));
        Thread command = new Thread(call);
        command.start();
        awaitOrFail(measured, call);
        command.interrupt();

        assertThat(call.get()).isEqualTo(130);

        assertThat(said.toString()).containsPattern("stopped after iteration \\d+: the same call goes on from there");
        assertThat(out).doesNotExist();
        int made = newest();
        assertThat(made).isGreaterThanOrEqualTo(10);

        assertThat(adapt()).as("its time is over now").isZero();
        assertThat(newest()).isEqualTo(made);
        assertThat(said.toString()).contains("adapted in " + made + " iterations: " + out);
        assertThat(runs()).hasSize(1);

        assertThat(adapt("--minutes", "600")).as("the file would be replaced").isEqualTo(1);
        assertThat(newest()).isEqualTo(made);
    }

    private static void awaitOrFail(CountDownLatch measured, FutureTask<Integer> call)
            throws InterruptedException, ExecutionException {
        while (!measured.await(1, TimeUnit.SECONDS)) {
            try {
                call.get(0, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                // Still measuring.
            }
        }
    }

    private static int newest() {
        return runs().get(0).snapshots().newest().orElseThrow().number();
    }

    @Test
    void other_photographs_begin_another_run() throws IOException {
        assertThat(adapt()).isZero();
        ImageFiles.save(SyntheticImages.image(7, 48, 48), photos.resolve("7.png"));

        assertThat(adapt()).isEqualTo(1);
        assertThat(adapt("--overwrite")).isZero();

        assertThat(said.toString())
                .contains(
                        "--out must name new files, got " + out + ", which is there: name another, or add --overwrite");
        assertThat(runs()).hasSize(2);
    }

    /** What it starts from may be downloaded only afterwards. */
    @Test
    void a_check_looks_at_the_call_and_the_photographs_and_needs_no_network() {
        String absent = "realesrgan-x4plus";
        refused("images need a folder", folder.resolve("gone"), out, "--check", "--network", absent);
        refused("--minutes must be", photos, out, "--check", "--network", absent, "--minutes", "0");

        assertThat(execute("adapt", photos.toString(), "--out", out.toString(), "--check", "--network", absent))
                .isZero();
        assertThat(runs()).isEmpty();
    }

    @Test
    void bad_input_is_told_in_a_sentence_before_anything_is_trained() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path tiny = Files.createDirectory(folder.resolve("tiny"));
        ImageFiles.save(SyntheticImages.image(1, 16, 16), tiny.resolve("1.png"));
        Path noNetwork = Files.writeString(folder.resolve("no.pth"), "no network");
        Path same = network("same.pth", Compact.sized(1, 8, 1));
        Path there = Files.writeString(folder.resolve("there.pth"), "mine");
        Path gone = folder.resolve("gone");

        refused("images need a folder, got nothing at " + gone, gone, out);
        refused("images need a folder, got the file " + there, there, out);
        refused("images need a folder with PNG", empty, out);
        refused("a folder to learn from must hold an image that can be read and has at least 24x24 pixels", tiny, out);
        refused("at least 96x96 pixels, got none among 1", photos, out, "--labeled", tiny.toString());
        refused(
                "labeled images must be sharp ones other than PHOTOS, got 2 in both, such as 1.png",
                sharp,
                out,
                "--labeled",
                sharp.toString());
        refused("--out must name new files, got " + there, photos, there);
        refused("--out must be in a folder that is there", photos, gone.resolve("a.pth"));
        refused("--out must end in .pth, .safetensors, .onnx or .pt, got", photos, folder.resolve("adapted.zip"));
        refused("--out must be a file, got the folder", photos, Files.createDirectory(folder.resolve("dir.pth")));
        refused("--out must be outside the folders of images", photos, photos.resolve("a.pth"));
        refused("--out must be outside the folders of images", photos, sharp.resolve("a.pth"));
        refused("--out must be another file than --network", photos, start, "--overwrite");
        refused("network must be a file or one of", photos, out, "--network", "no-such-network");
        refused("run ./pdd fetch realesrgan-x4plus", photos, out, "--network", "realesrgan-x4plus");
        refused("run ./pdd fetch photographs", photos, out, "--labeled", "photographs/labeled");
        refused("no.pth", photos, out, "--network", noNetwork.toString());
        refused("--network must be one that upscales", photos, out, "--network", same.toString());
        refused(
                "ONNX file must be of an architecture that says its layers by onnx(), got DAT of dat_x3",
                photos,
                folder.resolve("adapted.onnx"),
                "--network",
                Golden.file("dat_x3.safetensors").toString());
        for (String minutes : List.of("0", "-1", "NaN", "Infinity", "ten", "1e9", "")) {
            refused("--minutes must be a number above 0 and at most 10080", photos, out, "--minutes", minutes);
        }

        assertThat(there).hasContent("mine");
        assertThat(runs()).isEmpty();
    }

    @Test
    void without_sharp_images_those_to_fetch_are_asked_for() {
        assertThat(execute("adapt", photos.toString(), "--out", out.toString(), "--network", start.toString()))
                .isEqualTo(1);

        assertThat(said.toString())
                .contains("pdd: labeled images must be those of ./pdd fetch or your own, got none: run"
                        + " ./pdd fetch photographs photographs-ccby, or name a folder of sharp images with --labeled");
    }

    @Test
    void a_run_is_trained_by_one_process_and_its_files_are_not_taken_for_another_s() throws IOException {
        assertThat(adapt()).isZero();
        try (Closeable lock = runs().get(0).lock()) {
            assertThat(lock).isNotNull();
            assertThat(adapt()).isEqualTo(1);
        }
        Files.writeString(out, "mine");
        assertThat(adapt()).isEqualTo(1);
        assertThat(out).hasContent("mine");
        assertThat(adapt("--overwrite")).isZero();

        assertThat(said.toString())
                .contains("pdd: one process at a time can adapt this network to these photographs, got another one")
                .contains("--out must name new files, got " + out
                        + ", which is not the network of the run: name another");
        assertThat(Network.load(out).config()).isEqualTo(FORM);
    }

    private void refused(String sentence, Path in, Path to, String... options) {
        said.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("adapt", in.toString(), "--out", to.toString()));
        all.addAll(List.of(options));
        Map.of("--network", start.toString(), "--labeled", sharp.toString(), "--minutes", AT_ONCE)
                .forEach((option, value) -> {
                    if (!all.contains(option)) {
                        all.addAll(List.of(option, value));
                    }
                });

        assertThat(execute(all.toArray(String[]::new))).as(sentence).isEqualTo(1);
        Optional<String> last = said.toString().lines().reduce((first, second) -> second);
        assertThat(last.orElse("")).startsWith("pdd: ").contains(sentence);
        assertThat(said.toString()).doesNotContain("Exception", "\tat ");
    }

    private int adapt(String... options) {
        return execute(arguments(options));
    }

    private String[] arguments(String... options) {
        List<String> time = List.of(options).contains("--minutes") ? List.of() : List.of("--minutes", AT_ONCE);
        Stream<String> fixed = Stream.of(
                "adapt",
                photos.toString(),
                "--out",
                out.toString(),
                "--network",
                start.toString(),
                "--labeled",
                sharp.toString());
        return Stream.of(fixed, Stream.of(options), time.stream())
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    private int execute(String... all) {
        PrintWriter both = new PrintWriter(said, true);
        return Main.line().setOut(both).setErr(both).execute(all);
    }
}
