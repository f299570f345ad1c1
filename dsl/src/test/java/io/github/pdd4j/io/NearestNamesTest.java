package io.github.pdd4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNamesTest {
    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "'', abc, 3", "abc, '', 3", "flaw, lawn, 2", "same, same, 0", "ab, ba, 2"})
    void distances_are_levenshteins(String a, String b, int expected) {
        assertThat(NearestNames.distance(a, b)).isEqualTo(expected);
    }

    @Test
    void the_nearest_come_first_and_no_more_than_three() {
        List<String> known = List.of("conv5_4", "conv1_2", "conv1_1", "fc6", "conv2_1");

        assertThat(NearestNames.one("conv1_l", known)).isEqualTo("conv1_2");
        assertThat(NearestNames.of("conv1_1", known)).isEqualTo("conv1_1, conv1_2, conv2_1");
        assertThat(NearestNames.one("conv1_1", List.of())).isEmpty();
    }

    @Test
    void of_endless_names_the_beginnings_are_compared_and_of_endless_lists_the_first() {
        String common = "x".repeat(120);

        assertThat(NearestNames.distance(common + "abc", common + "defgh")).isZero();
        assertThat(NearestNames.distance(common.substring(1) + "a", common.substring(1) + "b"))
                .isEqualTo(1);
        List<String> many = IntStream.rangeClosed(1, 5001)
                .mapToObj(i -> i == 5001 ? "wanted" : "other")
                .toList();
        assertThat(NearestNames.one("wanted", many)).isEqualTo("other");
        assertThat(NearestNames.one("wanted", many.subList(1, 5001))).isEqualTo("wanted");
    }
}
