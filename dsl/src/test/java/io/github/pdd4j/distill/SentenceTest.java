package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.sentence.MovingAverage;
import org.junit.jupiter.api.Test;

/** What a sentence says and refuses before anything is trained. */
class SentenceTest {
    @Test
    void an_unfinished_sentence_is_a_value_that_says_what_is_missing() {
        Distillation sentence = Distillation.in(Small.features()).specialist(Small.network(4, 2));

        assertThat(sentence.missing()).containsExactly("generalist", "labeled", "unlabeled");
        assertThat(sentence.view().html()).contains("missing: generalist, labeled, unlabeled");
        assertThatThrownBy(sentence::train)
                .hasMessage("sentence must be complete before train(), got one without generalist, labeled, unlabeled:"
                        + " add it, for example distill().generalist(...)");
    }

    @Test
    void a_sentence_shows_its_code_and_where_it_differs_from_the_paper() {
        Distillation paper = ReferenceConfiguration.PAPER.preset().onDefaults();

        assertThat(paper.view().text()).endsWith("; all settings are those of paper()");
        assertThat(paper.iterations(7).view().text()).contains("; other than in paper(): ");
        assertThat(paper.view().html()).contains(".<span style=\"color:#6639ba\">generalist</span>(");
    }

    @Test
    void parts_that_do_not_fit_are_refused_before_training() {
        Distillation sentence = Small.sentence();

        assertThatThrownBy(() -> sentence.generalist(Small.network(2, 1)).train())
                .hasMessage("generalist and specialist must have the same scale, got ×2 (small 1) and ×4: choose two"
                        + " networks of one scale");
        assertThatThrownBy(() -> sentence.rInter(r -> r.layers("conv2_l")).train())
                .hasMessageStartingWith("layer must be one of [conv1_1, conv1_2,")
                .hasMessageEndingWith("of VGG19, got conv2_l: did you mean conv2_1?");
        assertThatThrownBy(() ->
                        sentence.generalist(new MovingAverage(0.9)).warmUp(0).train())
                .hasMessage(
                        "warm-up must be at least 1 iteration with a moving average, got 0: all distances are zero at"
                                + " its start, use warmUp(5) as the paper does");
        assertThatThrownBy(() -> sentence.generalist(new MovingAverage(0.9)).train())
                .hasMessage(
                        "warm-up must be shorter than the run, got 5 of 3 iterations: use iterations(...) with more or"
                                + " warmUp(...) with fewer, or R_intra and R_inter would never be used");
        assertThatThrownBy(() -> new MovingAverage(1.0))
                .hasMessage("moving average decay must be in (0, 1), got 1.0: use generalist(network(...)) for a frozen"
                        + " generalist");
        assertThatThrownBy(() -> sentence.crop(40).train())
                .hasMessage("crops must fit into every image, got crops of 160x160 for image test-1 of 64x64:"
                        + " use a smaller crop");
        assertThatThrownBy(() -> sentence.rIntra(r -> null))
                .hasMessage("lambda of rIntra must return its argument or a changed copy of it, got null: leave out"
                        + " rIntra(...) for the default");
        assertThatThrownBy(() -> sentence.iterations(0))
                .hasMessage("iterations must be at least 1, got 0: use iterations(500)");
    }

    @Test
    void every_weight_can_be_said_as_a_number_or_by_a_lambda() {
        Distillation sentence = Small.sentence();

        assertThat(sentence.wavelet(0.2)
                        .perceptual(0.3)
                        .rIntra(0.4)
                        .rInter(0.5)
                        .naiveDistillation(0.6)
                        .adversarial(0.7))
                .hasToString(sentence.wavelet(w -> w.weight(0.2))
                        .perceptual(p -> p.weight(0.3))
                        .rIntra(r -> r.weight(0.4))
                        .rInter(r -> r.weight(0.5))
                        .naiveDistillation(i -> i.weight(0.6))
                        .adversarial(a -> a.weight(0.7))
                        .toString());
    }

    @Test
    void a_sentence_shows_how_often_gradients_are_measured_where_that_was_said() {
        assertThat(Small.sentence().toString()).doesNotContain("gradientNorms");
        assertThat(Small.sentence().gradientNorms(0).toString()).endsWith(".gradientNorms(0)");
    }
}
