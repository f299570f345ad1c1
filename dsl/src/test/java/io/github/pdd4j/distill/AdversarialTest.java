package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Layers;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.LearningRate;
import io.github.pdd4j.sentence.MovingAverage;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class AdversarialTest {
    private static final List<String> WATCHED =
            List.of("dReal", "dFake", "logitsReal", "logitsFake", "dAccuracy", "dGradient");

    private final Distillation adversarial = Small.sentence()
            .adversarial(a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(1));

    @Test
    void nobody_judges_unless_it_is_said() {
        Run run = Small.sentence().train();

        assertThat(run.discriminator()).isEmpty();
        assertThat(run.history().columnNames()).doesNotContain("adversarial").doesNotContainAnyElementsOf(WATCHED);
        assertThat(Small.sentence().toString()).doesNotContain("adversarial");
        assertThat(adversarial.toString())
                .contains(".adversarial(a -> a.discriminator(unet(4)).discriminatorWarmUp(1))");
    }

    @Test
    void a_weight_of_zero_leaves_the_discriminator_out() {
        Run run = adversarial.iterations(1).adversarial(0).train();

        assertThat(run.discriminator()).isEmpty();
        assertThat(run.history().columnNames()).doesNotContain("adversarial").doesNotContainAnyElementsOf(WATCHED);
    }

    @Test
    void in_its_head_start_only_the_discriminator_learns() {
        Run run = adversarial.iterations(2).adversarial(1e-9).train();
        Table history = run.history();

        assertThat(history.doubleColumn("total").getDouble(0)).isNaN();
        assertThat(history.doubleColumn("total").getDouble(1)).isPositive();
        for (String name : WATCHED) {
            assertThat(history.doubleColumn(name).countMissing()).isZero();
        }
        assertThat(run.discriminator().orElseThrow().tensor("conv_0.weight").floats())
                .isNotEqualTo(DiscriminatorStart.unet(4)
                        .start(7)
                        .tensor("conv_0.weight")
                        .floats());
        assertThat(history.columnNames()).containsAll(WATCHED).endsWith("seconds");
    }

    @Test
    void the_warm_up_is_counted_after_the_head_start() {
        Table history = adversarial
                .generalist(new MovingAverage(0.9))
                .warmUp(1)
                .adversarial(a -> a.perDomainTerms(true))
                .train()
                .history();

        assertThat(history.doubleColumn("adversarial").asDoubleArray()[0]).isNaN();
        assertThat(history.doubleColumn("adversarial").asDoubleArray()[1]).isPositive();
        assertThat(history.doubleColumn("adversarialU").asDoubleArray()[1]).isNaN();
        assertThat(history.doubleColumn("rInter").asDoubleArray()[1]).isNaN();
        assertThat(history.doubleColumn("adversarialU").asDoubleArray()[2]).isPositive();
        assertThat(history.doubleColumn("rInter").asDoubleArray()[2]).isPositive();
    }

    @Test
    void a_moving_average_without_memory_is_the_specialist() {
        Run run = Small.sentence().generalist(new MovingAverage(1e-9)).warmUp(1).train();
        Network specialist = run.specialist();

        for (String name : specialist.weights().names()) {
            assertThat(run.generalist().weights().tensor(name).floats())
                    .containsExactly(specialist.weights().tensor(name).floats(), within(1e-7f));
        }
    }

    @Test
    void naive_distillation_brings_the_specialist_to_the_generalist() {
        double[] imitation = Small.sentence()
                .rIntra(0)
                .rInter(0)
                .naiveDistillation(1)
                .naiveDistillation(i -> i.layers(Layers.equal("conv1_2")))
                .iterations(40)
                .learningRate(5e-3)
                .train()
                .history()
                .doubleColumn("naiveDistillation")
                .asDoubleArray();

        assertThat(imitation[39]).isLessThan(0.7 * imitation[0]);
    }

    @Test
    void the_learning_rate_falls_after_its_milestones() {
        LearningRate rate = LearningRate.CONSTANT.start(1e-3).milestones(2, 4).factor(0.1);

        assertThat(rate.at(2)).isEqualTo(1e-3);
        assertThat(rate.at(3)).isCloseTo(1e-4, within(1e-15));
        assertThat(rate.at(5)).isCloseTo(1e-5, within(1e-15));
        assertThatThrownBy(() -> rate.factor(0))
                .hasMessage("factor of the learning rate must be in (0, 1], got 0.0: use factor(0.5) to halve it");
        assertThatThrownBy(() -> rate.start(0))
                .hasMessage("learning rate must be a finite number above 0, got 0.0: use learningRate(1e-4)");
    }

    @Test
    void a_discriminator_that_does_not_fit_is_refused_before_training() {
        assertThatThrownBy(() -> adversarial.crop(15).train())
                .hasMessage("crops must give the discriminator images whose side is a multiple of 8, got 60 from"
                        + " crops of 15: use crop(16)");
        assertThatThrownBy(() ->
                        adversarial.adversarial(a -> a.discriminatorWarmUp(300)).train())
                .hasMessage("discriminator warm-up must be shorter than the run, got 300 of 3 iterations: use"
                        + " adversarial(a -> a.discriminatorWarmUp(...)) with fewer, or the specialist would"
                        + " never be trained");
        assertThatThrownBy(() -> adversarial.warmUp(2).train())
                .hasMessage(
                        "warm-up must be shorter than the run, got 2 of 3 iterations after a discriminator warm-up of"
                                + " 1: use iterations(...) with more or warmUp(...) with fewer, or R_intra and R_inter"
                                + " would never be used");
    }
}
