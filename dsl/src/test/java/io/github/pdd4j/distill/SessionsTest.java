package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pdd4j.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void each_time_at_which_a_run_was_trained_is_kept_with_where_it_was() throws IOException {
        sentence().train();
        Path manifest = folder.resolve("night/run.json");
        String elsewhere = Files.readString(manifest)
                .replace("\"threads\": " + io.github.pdd4j.tensor.Torch.threads(), "\"threads\": 64");
        Files.writeString(manifest, elsewhere);
        sentence().iterations(5).train();
        sentence().iterations(5).train();
        JsonArray sessions = sessions();

        assertThat(sessions).hasSize(2);
        assertThat(of(sessions, 0).get("from").getAsInt()).isZero();
        assertThat(of(sessions, 0).get("to").getAsInt()).isEqualTo(3);
        assertThat(of(sessions, 1).get("from").getAsInt()).isEqualTo(3);
        assertThat(of(sessions, 1).get("to").getAsInt()).isEqualTo(5);
        assertThat(of(sessions, 1).get("precision").getAsString()).isEqualTo("FLOAT32");
        assertThat(of(sessions, 0).getAsJsonObject("environment").get("threads").getAsString())
                .isEqualTo("64");
        assertThat(of(sessions, 1).getAsJsonObject("environment").keySet())
                .contains("machine", "pdd4j", "djl", "pytorch", "java", "system", "device", "onCpu", "threads");
        assertThat(of(sessions, 1).getAsJsonObject("environment").get("threads").getAsString())
                .isNotEqualTo("64");
    }

    @Test
    void another_precision_is_refused_unless_the_sentence_says_it() throws IOException {
        Precision other =
                Precision.fastest(ai.djl.Device.cpu()) == Precision.FLOAT32 ? Precision.BFLOAT16 : Precision.FLOAT32;
        Precision fastest = Precision.fastest(ai.djl.Device.cpu());
        sentence().precision(other).train();
        Distillation silent = silent();

        assertThatThrownBy(() -> silent.iterations(5).train())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("run night must resume in the precision it was trained in, " + other + ", got "
                        + fastest + ", which is the fastest here: add precision(" + other + ") to keep it, precision("
                        + fastest + ") to change it from now on, or choose another name(...)");
        assertThatThrownBy(() -> sentence().precision(fastest).train())
                .hasMessageEndingWith(": add precision(" + other + ") or choose another name(...)");
        assertThat(sentence().precision(other).iterations(4).train().iterations())
                .isEqualTo(4);
        assertThat(sentence().precision(fastest).iterations(5).train().iterations())
                .isEqualTo(5);
        assertThat(of(sessions(), 2).get("precision").getAsString()).isEqualTo(fastest.name());
        assertThatThrownBy(() -> sentence().precision(other).train()).hasMessageContaining("must have at least the 5");
    }

    /** Nothing about precision. */
    private Distillation silent() {
        Distillation said = Small.sentence();
        return Distillation.in(said.sentence().roles().features())
                .generalist(
                        java.util.Objects.requireNonNull(said.sentence().roles().generalist()))
                .specialist(
                        java.util.Objects.requireNonNull(said.sentence().roles().specialist()))
                .labeled(
                        java.util.Objects.requireNonNull(said.sentence().roles().labeled()))
                .unlabeled(
                        java.util.Objects.requireNonNull(said.sentence().roles().unlabeled()))
                .perceptual(p -> said.sentence().objective().perceptual())
                .batch(1)
                .crop(16)
                .learningRate(1e-3)
                .seed(7)
                .name("night")
                .checkpoint(c -> c.folder(folder));
    }

    private static JsonObject of(JsonArray sessions, int index) {
        return sessions.get(index).getAsJsonObject();
    }

    private JsonArray sessions() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("night/run.json")))
                .getAsJsonObject()
                .getAsJsonArray("sessions");
    }

    private Distillation sentence() {
        return Small.sentence().name("night").checkpoint(c -> c.folder(folder));
    }
}
