package io.github.pdd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.pdd4j.image.ImageFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs what the Javadoc and the guides show: one shell with the words of the language, and nothing left over from
 * another example. The examples of a guide are one, since a page is read from top to bottom.
 */
class JavadocExamplesTest {
    private static final Path SOURCES = Path.of(System.getProperty("pdd4j.root"), "dsl", "src", "main", "java");
    private static final Path GUIDES = Path.of(System.getProperty("pdd4j.root"), "dsl", "docs", "guides");
    private static final Pattern IN_GUIDE = Pattern.compile("(?ms)^```java\\R(.*?)^```$");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)<pre>\\{@code\\R(.*?)\\R *\\* *\\}</pre>");
    private static final PrintStream TERMINAL = System.out;

    private static final List<String> PACKAGES = List.of(
            "io.github.pdd4j.experiment",
            "io.github.pdd4j.distill",
            "io.github.pdd4j.runs",
            "io.github.pdd4j.sentence",
            "io.github.pdd4j.balance",
            "io.github.pdd4j.loss",
            "io.github.pdd4j.analysis",
            "io.github.pdd4j.metric",
            "io.github.pdd4j.network",
            "io.github.pdd4j.data",
            "io.github.pdd4j.archive",
            "io.github.pdd4j.view",
            "io.github.pdd4j.setting",
            "io.github.pdd4j.io",
            "io.github.pdd4j.weights",
            "io.github.pdd4j.image",
            "io.github.pdd4j.tensor",
            "java.util",
            "java.nio.file",
            "tech.tablesaw.api",
            "ai.djl.ndarray");

    @TempDir
    private static Path images;

    private static JShell shell;
    private static Set<String> preamble;

    /** Cells that are run one after another. */
    record Example(String place, List<String> cells) {
        @Override
        public String toString() {
            return place;
        }
    }

    @BeforeAll
    static void open_the_shell() throws IOException {
        Path folder = Files.createDirectory(images.resolve("folder"));
        for (int seed = 1; seed <= 4; seed++) {
            ImageFiles.save(TestImages.image(seed, 96, 96), folder.resolve("image-" + seed + ".png"));
        }
        Path photo = images.resolve("photo.png");
        ImageFiles.save(TestImages.image(5, 64, 48), photo);
        shell = JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), Map.of())
                .build();
        shell.addToClasspath(System.getProperty("java.class.path"));
        run("import static io.github.pdd4j.Pdd.*;");
        PACKAGES.forEach(name -> run("import " + name + ".*;"));
        run("Path folder = Path.of(java.net.URI.create(\"%s\"));".formatted(folder.toUri()));
        run("Path photo = Path.of(java.net.URI.create(\"%s\"));".formatted(photo.toUri()));
        preamble = shell.snippets().map(Snippet::id).collect(Collectors.toSet());
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterAll
    static void close_the_shell() {
        System.setOut(TERMINAL);
        shell.close();
    }

    static List<Example> examples() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .flatMap(JavadocExamplesTest::examples)
                    .toList();
        }
    }

    static List<Example> guides() throws IOException {
        try (Stream<Path> files = Files.list(GUIDES)) {
            return files.sorted().map(JavadocExamplesTest::guide).toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"examples", "guides"})
    void every_example_runs_as_it_is_printed(Example example) {
        try {
            example.cells().stream()
                    .map(JavadocExamplesTest::runnable)
                    .forEach(cell ->
                            assertThatCode(() -> run(cell)).as(example.place()).doesNotThrowAnyException());
        } finally {
            shell.snippets()
                    .filter(snippet -> !preamble.contains(snippet.id()))
                    .filter(snippet -> shell.status(snippet).isActive())
                    .toList()
                    .forEach(shell::drop);
        }
    }

    /** An example that catches what it throws shows nothing, and cannot fail here. */
    @Test
    void no_example_catches_what_it_throws() throws IOException {
        assertThat(examples())
                .hasSizeGreaterThan(100)
                .allSatisfy(example ->
                        assertThat(example.cells()).as(example.place()).noneMatch(cell -> cell.contains("catch (")));
    }

    /** What needs a file that a checkout lacks is compiled only. */
    private static String runnable(String cell) {
        return cell.startsWith("// needs ") ? "void example() throws Exception {\n" + cell + "\n}" : cell;
    }

    private static Example guide(Path file) {
        try {
            List<String> cells = IN_GUIDE.matcher(Files.readString(file))
                    .results()
                    .map(block -> block.group(1))
                    .toList();
            return new Example(GUIDES.relativize(file).toString(), cells);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Example> examples(Path file) {
        try {
            String source = Files.readString(file);
            return EXAMPLE.matcher(source).results().map(example -> example(file, source, example));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example example(Path file, String source, MatchResult example) {
        long line = source.substring(0, example.start(1)).lines().count() + 1;
        String code = example.group(1).replaceAll("(?m)^ *\\* ?", "");
        return new Example(SOURCES.relativize(file) + ":" + line, List.of(code));
    }

    private static void run(String code) {
        String left = code;
        while (!left.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(left);
            assertThat(next.completeness().isComplete())
                    .as("a whole statement: %s", left)
                    .isTrue();
            shell.eval(next.source()).forEach(JavadocExamplesTest::check);
            left = next.remaining();
        }
    }

    private static void check(SnippetEvent event) {
        String problems = shell.diagnostics(event.snippet())
                .map(problem -> problem.getMessage(null))
                .collect(Collectors.joining("\n"));
        assertThat(event.status())
                .as("%s\n%s", event.snippet().source(), problems)
                .isEqualTo(event.causeSnippet() == null ? Snippet.Status.VALID : event.status());
        assertThat(event.exception())
                .as(() -> event.snippet().source() + "\n" + reason(event.exception()))
                .isNull();
    }

    private static String reason(@Nullable Throwable thrown) {
        return thrown instanceof EvalException snippet
                ? snippet.getExceptionClassName() + ": " + snippet.getMessage()
                : String.valueOf(thrown);
    }
}
