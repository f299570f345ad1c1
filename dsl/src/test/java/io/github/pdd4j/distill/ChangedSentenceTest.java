package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pdd4j.data.Degradation;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.sentence.MovingAverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said in the same words and computes something else. */
class ChangedSentenceTest {
    private static final Loss MEAN = p ->
            p.specialist().unlabeled().sub(p.generalist().unlabeled()).abs().mean();
    private static final Loss MINUS = p -> p.specialist()
            .unlabeled()
            .sub(p.generalist().unlabeled())
            .abs()
            .mean()
            .neg();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "static, 3",
        "static, 4",
        "moving average, 3",
        "moving average, 4",
        "discriminator warm-up, 3",
        "discriminator warm-up, 5"
    })
    void another_loss_in_the_same_words_is_named(String mode, int iterations) {
        Distillation sentence = sentence(mode);
        sentence.loss("mine", 0.5, MEAN).train();

        assertThatThrownBy(() ->
                        sentence.loss("mine", 0.5, MINUS).iterations(iterations).train())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "run night must compute the same when it resumes as when it started, got another value"
                                + " of mine in the first iterations, ")
                .hasMessageEndingWith(": restore the lambdas, choose another name(...) for the new ones, or add"
                        + " checkpoint(c -> c.allowChanged(\"mine\")) to resume with them");
        assertThat(sentence.loss("mine", 0.5, MEAN).train().iterations()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"static", "moving average"})
    void another_distance_is_named_although_it_begins_later(String mode) {
        Distillation sentence = sentence(mode).warmUp(2);
        sentence.rInter(r -> r.distance(
                        (s, g) -> s.unlabeled().sub(g.unlabeled()).abs().mean()))
                .train();

        assertThatThrownBy(() -> sentence.rInter(r -> r.distance((s, g) ->
                                s.unlabeled().sub(g.unlabeled()).square().mean()))
                        .train())
                .hasMessageContaining("got another value of rInter in the first iterations");
    }

    @Test
    void another_degradation_of_the_same_files_is_named() {
        Degradation dark = (image, random) -> image.crop(0, 0, 32, 32);
        Degradation other = (image, random) -> image.crop(16, 16, 32, 32);
        Distillation sentence = sentence("moving average");
        sentence.unlabeled(Small.IMAGES.degradedBy(dark)).train();

        assertThatThrownBy(
                        () -> sentence.unlabeled(Small.IMAGES.degradedBy(other)).train())
                .hasMessage("run night must compute the same when it resumes as when it started, got other"
                        + " images in its first"
                        + " iteration for unlabeled, though the files are the same: restore the degradations, choose"
                        + " another name(...) for the new ones, or add checkpoint(c ->"
                        + " c.allowChanged(\"unlabeled\")) to"
                        + " resume with them");
    }

    @Test
    void a_changed_loss_goes_on_when_the_sentence_says_so_and_the_sitting_tells() throws IOException {
        Distillation sentence = sentence("static");
        sentence.loss("mine", 0.5, MEAN).train();
        Distillation changed = sentence.checkpoint(c -> c.allowChanged("mine"))
                .loss("mine", 0.5, MINUS)
                .iterations(5);

        assertThat(changed.train().iterations()).isEqualTo(5);
        JsonArray sessions = sessions();
        assertThat(sessions).hasSize(2);
        JsonObject second = sessions.get(1).getAsJsonObject();
        assertThat(second.get("from").getAsInt()).isEqualTo(3);
        assertThat(second.get("to").getAsInt()).isEqualTo(5);
        assertThat(second.getAsJsonArray("changed").get(0).getAsString()).isEqualTo("mine");
        assertThatThrownBy(() -> sentence.loss("mine", 0.5, MEAN).iterations(9).train())
                .hasMessageContaining("another value of mine");
        assertThatThrownBy(
                        () -> sentence.checkpoint(c -> c.allowChanged("main")).train())
                .hasMessageStartingWith("allowChanged must name one of [labeled, unlabeled, ");
    }

    @Test
    void a_loss_that_draws_numbers_of_its_own_is_not_taken_for_a_changed_one() {
        Random random = new Random(1);
        Loss drawing = p -> p.specialist().unlabeled().mean().mul(random.nextFloat());
        Distillation sentence = sentence("static").loss("drawing", 0.1, drawing);
        sentence.train();

        assertThat(sentence.iterations(5).train().iterations()).isEqualTo(5);
    }

    private JsonArray sessions() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("night/run.json")))
                .getAsJsonObject()
                .getAsJsonArray("sessions");
    }

    private Distillation sentence(String mode) {
        Distillation sentence =
                Small.sentence().name("night").checkpoint(c -> c.folder(folder)).iterations(3);
        return switch (mode) {
            case "static" -> sentence;
            case "moving average" -> sentence.generalist(new MovingAverage(0.9)).warmUp(1);
            default ->
                sentence.generalist(new MovingAverage(0.9))
                        .adversarial(
                                a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(1))
                        .warmUp(1);
        };
    }
}
