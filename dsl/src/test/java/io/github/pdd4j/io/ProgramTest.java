package io.github.pdd4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTest {
    @Test
    void a_command_is_typed_as_the_program_says_that_it_is_called() {
        assertThat(Program.command(Map.of(), "fetch vgg16")).isEqualTo("./pdd fetch vgg16");
        assertThat(Program.command(Map.of("PDD4J_PROGRAM", "pdd4j"), "fetch vgg16"))
                .isEqualTo("pdd4j fetch vgg16");
    }
}
