package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Distance;
import io.github.pdd4j.loss.IntraDistance;
import io.github.pdd4j.loss.Layers;
import io.github.pdd4j.network.FeatureExtractor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class PresetTest {
    @Test
    void paper_and_published_code_differ_in_the_bands_and_in_the_adversarial_terms() {
        Table difference = ReferenceConfiguration.AUTHORS_CODE.ema().difference(ReferenceConfiguration.PAPER.ema());

        assertThat(rows(difference))
                .containsExactly(
                        List.of("wavelet", "ω of HH", "0.01", "0.001", "authors' code", "supplement, Table 4"),
                        List.of(
                                "adversarial",
                                "formula",
                                "α3 · g(D(Y_S^L with Y_S^U)), g = mean softplus(−D)",
                                "α3 · g(D(Y_S^L)) + λ3 · g(D(Y_S^U)), g = mean softplus(−D)",
                                "",
                                ""),
                        List.of(
                                "adversarial",
                                "a term for each domain",
                                "false",
                                "true",
                                "authors' code",
                                "paper, Eq. 12"));
        assertThat(difference.columnNames()).contains("authorsCode().ema()", "paper().ema()");
    }

    @Test
    void modes_differ_in_the_generalist_the_warm_up_and_the_gradient() {
        assertThat(
                        rows(ReferenceConfiguration.PAPER.ema().difference(ReferenceConfiguration.PAPER.staticMode()))
                                .stream()
                                .map(row -> row.subList(1, 4)))
                .containsExactly(
                        List.of("formula", "g ← decay · g + (1 − decay) · s after every iteration", "frozen"),
                        List.of("generalist", "movingAverage(0.999)", "not set"),
                        List.of("gradient through Y_S^L", "true", "false"),
                        List.of("warm-up", "5", "0"));
        assertThat(rows(ReferenceConfiguration.PAPER
                                .naiveDistillation()
                                .difference(ReferenceConfiguration.PAPER.staticMode()))
                        .stream()
                        .map(row -> row.subList(0, 4)))
                .contains(
                        List.of("rIntra", "λ1", "0.0", "1.0"),
                        List.of("rInter", "λ2", "0.0", "1.0"),
                        List.of("naiveDistillation", "weight", "1.0", "0.0"));
    }

    @Test
    void every_number_of_a_preset_has_a_source_and_a_number_of_ones_own_says_so() {
        Table explained = ReferenceConfiguration.AUTHORS_CODE.ema().explain();
        Table adjusted = ReferenceConfiguration.AUTHORS_CODE
                .ema()
                .in(Small.sentence())
                .rIntra(0.3)
                .explain();

        assertThat(explained.stringColumn("from").asList())
                .doesNotContain("", "chosen in the sentence")
                .contains("the paper's choice is VGG19");
        assertThat(ReferenceConfiguration.PAPER
                        .naiveDistillation()
                        .explain()
                        .stringColumn("from")
                        .asList())
                .doesNotContain("chosen in the sentence");
        assertThat(rows(explained).get(0))
                .contains("wavelet + perceptual + rIntra + rInter + adversarial", "paper, Eq. 12");
        assertThat(rows(adjusted)).anySatisfy(row -> assertThat(row).contains("λ1", "0.3", "chosen in the sentence"));
    }

    @Test
    void vgg16_stands_in_with_the_papers_layers_of_the_same_depth_wherever_it_is_said() {
        FeatureExtractor vgg16 = FeatureExtractor.load(Golden.file("vgg16_width0.0625.pth"));
        Distillation first =
                ReferenceConfiguration.PAPER.ema().in(Small.sentence().features(vgg16));
        Distillation last =
                ReferenceConfiguration.PAPER.ema().in(Small.sentence()).features(vgg16);

        for (Distillation sentence : List.of(first, last)) {
            assertThat(sentence.sentence().objective().rIntra().layers())
                    .isEqualTo(Layers.of("conv2_2", 0.1, "conv3_3", 0.3, "conv4_3", 1.0, "conv5_3", 1.0));
            assertThat(sentence.sentence().objective().rInter().layers())
                    .isEqualTo(Layers.equal("conv2_1", "conv3_1", "conv4_1", "conv5_1"));
            assertThat(sentence.sentence().objective().perceptual().layers().names())
                    .containsExactly("conv1_2", "conv2_2", "conv3_3", "conv4_3", "conv5_3");
            assertThat(sentence.explain().stringColumn("from").asList())
                    .contains(
                            "stands in for VGG19, the paper's choice, with layers of the same depth",
                            "supplement, Table 5, at the same depth of VGG16");
            assertThat(sentence.toString())
                    .contains(".features(features(", "vgg16_width0.0625.pth\"))")
                    .doesNotContain("Layers");
            assertThat(sentence.adversarial(0)
                            .iterations(7)
                            .batch(1)
                            .crop(16)
                            .train()
                            .history()
                            .columnNames())
                    .contains("rIntra", "rInter");
        }
        assertThat(last.features(Small.sentence().sentence().roles().features())
                        .sentence()
                        .objective())
                .isEqualTo(ReferenceConfiguration.PAPER
                        .ema()
                        .in(Small.sentence())
                        .sentence()
                        .objective());
        assertThat(last.rIntra(r -> r.layers("conv3_1"))
                        .features(vgg16)
                        .sentence()
                        .objective()
                        .rIntra()
                        .layers()
                        .names())
                .containsExactly("conv3_1");
    }

    @Test
    void formulas_are_those_of_the_distance_that_was_chosen_and_the_phrase_says_it() {
        Distillation sentence = Small.sentence()
                .rInter(r -> r.weight(0.5).distance(Distance.L1).layers("conv2_1"))
                .rIntra(0);

        assertThat(rows(sentence.explain()))
                .anySatisfy(row -> assertThat(row)
                        .contains(
                                "rInter", "λ2 · Σ_l w_l · ‖ |Φ_l(Y_S^U) − Φ_l(Y_G^U)| − |Φ_l(Y_S^L) − Φ_l(Y_G^L)| ‖_F"))
                .anySatisfy(row -> assertThat(row).contains("rIntra", "none"));
        assertThat(sentence.toString())
                .contains(".rInter(r -> r.weight(0.5).layers(Layers.of(\"conv2_1\", 1.0)).distance(l1()))")
                .contains(".rIntra(0.0)");
    }

    @Test
    void naive_distillation_with_other_layers_says_so_in_phrase_and_explanation() {
        Distillation sentence = ReferenceConfiguration.PAPER
                .naiveDistillation()
                .in(Small.sentence())
                .naiveDistillation(i -> i.weight(0.5).layers("conv2_2"));

        assertThat(sentence.toString())
                .contains(".naiveDistillation(i -> i.weight(0.5).layers(Layers.of(\"conv2_2\", 1.0)))");
        assertThat(rows(sentence.explain()))
                .anySatisfy(row ->
                        assertThat(row).contains("layers", "Layers.of(\"conv2_2\", 1.0)", "chosen in the sentence"));
        assertThat(sentence.adversarial(0)
                        .iterations(2)
                        .batch(1)
                        .crop(16)
                        .train()
                        .history()
                        .columnNames())
                .contains("naiveDistillation")
                .doesNotContain("rIntra", "rInter");
    }

    @Test
    void a_preset_trains_when_its_roles_are_named() {
        Run run = ReferenceConfiguration.AUTHORS_CODE
                .ema()
                .in(Small.sentence())
                .adversarial(a -> a.discriminator(DiscriminatorStart.unet(2)).discriminatorWarmUp(1))
                .warmUp(1)
                .iterations(3)
                .batch(1)
                .crop(16)
                .train();

        assertThat(run.history().columnNames())
                .contains("wavelet", "perceptual", "adversarial", "rIntra", "rInter", "dReal");
        assertThat(ReferenceConfiguration.AUTHORS_CODE.ema()).hasToString("authorsCode().ema()");
    }

    @Test
    @SuppressWarnings("NullAway") // cells are not checked for null
    void a_preset_or_a_distance_whose_lambda_answers_nothing_is_told() {
        assertThatThrownBy(() -> Pdd.distill(new Preset("mine", sentence -> null)))
                .hasMessageStartingWith("lambda of mine must return its argument or a changed copy of it, got null");
        assertThatThrownBy(() -> Small.sentence()
                        .rIntra(r -> r.layers("conv2_2").distance((IntraDistance) (s, g) -> null))
                        .train())
                .hasMessageContaining("rIntra")
                .hasMessageContaining("a distance must return an array, got null at conv2_2");
    }

    private static List<List<String>> rows(Table table) {
        return IntStream.range(0, table.rowCount())
                .mapToObj(row -> IntStream.range(0, table.columnCount())
                        .mapToObj(column -> table.getString(row, column))
                        .toList())
                .toList();
    }
}
