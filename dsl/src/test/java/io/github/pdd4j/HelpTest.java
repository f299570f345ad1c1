package io.github.pdd4j;

import static io.github.pdd4j.Pdd.help;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.help.Help;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Help reads the sources that the build copies into the jar. */
class HelpTest {
    @Test
    void a_word_of_the_sentence_has_signatures_parameters_example_and_the_source_of_its_formula() {
        String text = help("rInter").text();

        assertThat(text)
                .startsWith("Distillation\n  Distillation rInter(UnaryOperator<Inter> change)\n")
                .contains("Distillation rInter(double weight)\n      Sets λ2, the weight of R_inter.\n")
                .contains("      weight: finite, at least 0; default 1, 0 disables the term\n")
                .contains("(paper, section 3.2)")
                .contains("System.out.println(Inter.PAPER.weight(0.5)");
        assertThat(help("rInter").html())
                .contains("<code>rInter(r -&gt; r.weight(0.5).distance(l1()))</code>")
                .contains("Inter.PAPER.<span style=\"color:#6639ba\">weight</span>");
    }

    @Test
    void overloads_records_and_types_are_found_by_their_names() {
        assertThat(help("evaluate").text()).contains("evaluate(Upscaler network, Pairs pairs, Metric... metrics)");
        assertThat(help("Inter.weight").text())
                .isEqualTo(help("Inter.weight()").text())
                .contains("double weight()\n      λ2, finite and not negative")
                .doesNotContain("Intra");
        assertThat(help("Listener.End").text()).startsWith("  record Listener.End(");
        assertThat(help("Run").text()).contains("class Run").contains("Table history()");
        assertThat(help("MATLAB_BICUBIC").text()).contains("Resampling Resampling.MATLAB_BICUBIC");
    }

    @Test
    void every_word_of_the_front_door_and_of_the_sentence_is_a_topic_and_has_help() {
        List<String> words = Stream.of(Pdd.class, Distillation.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getDeclaringClass() != Object.class && !method.isBridge())
                .filter(method -> method.getDeclaringClass() == Pdd.class || !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !Set.of("view", "toString", "difference").contains(name))
                .distinct()
                .toList();
        String topics = help().text();

        assertThat(words).hasSizeGreaterThan(120).allSatisfy(word -> {
            assertThat(topics).containsPattern("\\b" + word + "\\b");
            assertThat(help(word).text()).contains(" " + word + "(");
        });
    }

    @Test
    void every_type_of_the_api_has_help() throws IOException {
        Set<String> listed = ApiTest.listed().stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        String types = help().text()
                .lines()
                .filter(line -> line.startsWith("Types: "))
                .findFirst()
                .orElseThrow();

        assertThat(types.substring("Types: ".length()).split(", ", -1)).containsExactlyElementsOf(listed);
        assertThat(listed).allSatisfy(type -> assertThat(help(type).text()).containsPattern("^  \\w+ " + type));
    }

    @Test
    void an_unknown_word_is_told_the_nearest_ones() {
        assertThatThrownBy(() -> help("rIner"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "help must be asked about a word of the language, got \"rIner\": the most similar are rInter,"
                                + " Inter, rIntra; help() lists all");
    }

    @Test
    void words_of_a_type_have_the_order_of_its_source() {
        assertThat(Help.words(Distillation.class))
                .startsWith("in", "generalist", "specialist", "labeled", "unlabeled")
                .containsSubsequence("rIntra", "loss", "iterations", "seed", "train", "missing")
                .doesNotHaveDuplicates();
    }
}
