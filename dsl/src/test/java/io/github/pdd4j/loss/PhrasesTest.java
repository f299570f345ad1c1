package io.github.pdd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.Test;

/** What a cell shows of a setting can be typed into the next one. */
class PhrasesTest {
    @Test
    void every_distance_kind_and_critic_prints_as_a_phrase_that_makes_it() {
        Stream<Object> distances = Stream.of(
                InterDistance.GRAM_OF_DIFFERENCE,
                InterDistance.DIFFERENCE_OF_GRAMS,
                InterDistance.L1,
                InterDistance.SQUARED,
                IntraDistance.CROSS_ENTROPY,
                IntraDistance.L1,
                IntraDistance.SQUARED,
                IntraDistance.FROBENIUS,
                IntraDistance.WHOLE,
                IntraDistance.COSINE,
                Critic.unet(16));
        List<String> phrases = Stream.concat(distances, AdversarialKind.ALL.stream())
                .map(Object::toString)
                .toList();

        try (JShell cell = JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), Map.of())
                .build()) {
            cell.addToClasspath(System.getProperty("java.class.path"));
            cell.eval("import static io.github.pdd4j.Pdd.*;");
            cell.eval("import io.github.pdd4j.loss.*;");
            assertThat(phrases)
                    .allSatisfy(phrase -> assertThat(cell.eval("String.valueOf(" + phrase + ")")
                                    .get(0)
                                    .value())
                            .isEqualTo('"' + phrase + '"'));
        }
    }
}
