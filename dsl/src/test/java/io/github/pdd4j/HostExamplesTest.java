package io.github.pdd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.Screen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what hosts.md shows beside notebooks: a start-up file of jshell, a program, a unit test. */
class HostExamplesTest {
    private static final Path PAGE = Path.of(System.getProperty("pdd4j.root"), "dsl", "docs", "hosts.md");
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final Pattern BLOCK = Pattern.compile("(?sm)^```(jshell|java)\\R(.*?)^```$");

    @TempDir
    private Path work;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream terminal = System.out;

    @BeforeEach
    void keep_what_is_printed() {
        Progress.sink(Progress::silent);
        Screen.sink(Screen::text);
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void print_again() {
        System.setOut(terminal);
    }

    @Test
    void the_start_up_file_of_jshell_is_accepted_and_prints_a_network() throws IOException {
        try (JShell shell = JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), Map.of())
                .build()) {
            shell.addToClasspath(CLASS_PATH);

            assertThat(block("jshell", "show(").lines()).hasSizeGreaterThan(3).allSatisfy(line -> {
                SnippetEvent event = shell.eval(line).get(0);
                assertThat(event.status()).as(line).isEqualTo(Snippet.Status.VALID);
                assertThat(event.exception()).as(line).isNull();
            });
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("compact-specialist", "272");
    }

    @Test
    void the_program_trains_prints_and_saves() throws Exception {
        Path images = Files.createDirectory(work.resolve("images"));
        for (int seed = 1; seed <= 2; seed++) {
            ImageFiles.save(TestImages.image(seed, 96, 96), images.resolve(seed + ".png"));
        }
        Path saved = work.resolve("adapted.safetensors");
        String[] arguments = {images.toString(), images.toString(), saved.toString()};

        compiled("Adapt").getMethod("main", String[].class).invoke(null, (Object) arguments);

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("2 of 2 iterations");
        assertThat(saved).isNotEmptyFile();
    }

    @Test
    void the_unit_test_passes() throws Exception {
        Class<?> test = compiled("NetworkTests");
        var constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        var method = test.getDeclaredMethod("the_network_is_ahead_of_bicubic_interpolation");
        method.setAccessible(true);

        method.invoke(constructor.newInstance());

        assertThat(method.isAnnotationPresent(Test.class)).isTrue();
    }

    private Class<?> compiled(String name) throws Exception {
        Path source = Files.writeString(work.resolve(name + ".java"), block("java", "class " + name + " "));
        var problems = new ByteArrayOutputStream();
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, problems, "-proc:none", "-cp", CLASS_PATH, "-d", work.toString(), source.toString());
        assertThat(status).as(() -> problems.toString(StandardCharsets.UTF_8)).isZero();
        return new URLClassLoader(new URL[] {work.toUri().toURL()}, getClass().getClassLoader()).loadClass(name);
    }

    private static String block(String language, String within) throws IOException {
        List<String> found = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map((MatchResult block) -> block.group(2))
                .filter(code -> code.contains(within))
                .toList();
        assertThat(found).as("%s with %s", language, within).hasSize(1);
        return found.get(0);
    }
}
