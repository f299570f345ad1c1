package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsNameTest {
    @TempDir
    Path folder;

    @Test
    void an_entry_follows_the_last_number_sign_unless_a_file_has_that_name() throws IOException {
        assertThat(WeightsName.of("a#1/x.pth#g_ema")).isEqualTo(new WeightsName("a#1/x.pth", Optional.of("g_ema")));
        assertThat(WeightsName.of("x.pth#")).isEqualTo(new WeightsName("x.pth#", Optional.empty()));
        assertThat(WeightsName.of("#x")).isEqualTo(new WeightsName("#x", Optional.empty()));
        Path file = Files.createFile(folder.resolve("x#2.pth"));
        assertThat(WeightsName.of(file.toString())).isEqualTo(new WeightsName(file.toString(), Optional.empty()));
        assertThat(WeightsName.of("x.pth#g_ema")).hasToString("x.pth#g_ema");
    }
}
