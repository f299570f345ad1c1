package io.github.pdd4j.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static final Environment HERE = on("cpu", true, 2, "2.7.1");

    @Test
    void the_same_bits_are_expected_of_one_machine_with_one_version_and_one_number_of_threads_on_the_cpu() {
        assertThat(HERE.computesTheSameBitsAs(on("cpu", true, 2, "2.7.1"))).isTrue();
        assertThat(HERE.computesTheSameBitsAs(on("cpu", true, 4, "2.7.1"))).isFalse();
        assertThat(HERE.computesTheSameBitsAs(on("cpu", true, 2, "2.8.0"))).isFalse();
        assertThat(HERE.computesTheSameBitsAs(on("gpu(0)", false, 2, "2.7.1"))).isFalse();
        assertThat(on("gpu(0)", false, 2, "2.7.1").computesTheSameBitsAs(on("gpu(0)", false, 2, "2.7.1")))
                .isFalse();
    }

    private static Environment on(String device, boolean isCpu, int threads, String pytorch) {
        return new Environment("", "", pytorch, "17", "Linux", "here", device, isCpu, threads, null);
    }
}
