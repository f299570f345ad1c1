package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
    @Test
    void a_mean_has_the_gradient_of_the_closed_form_and_agrees_with_finite_differences() {
        Check check = checked(p -> p.specialist().unlabeled().mean());

        assertThat(check.warnings()).isEmpty();
        assertThat(check.unlabeled().gradient()).isCloseTo(1 / Math.sqrt(3 * 64 * 64), within(1e-7));
        assertThat(check.unlabeled().deviation()).isLessThan(1e-2);
        assertThat(check.labeled().gradient()).isZero();
        assertThat(check.labeled().measured()).isZero();
        assertThat(check.toString()).endsWith(" % of a step; nothing to warn of");
    }

    @Test
    void the_papers_losses_pass_with_the_shipped_networks() {
        for (Loss loss : List.of(Intra.PAPER, Inter.PAPER)) {
            Check check = Pdd.check(loss);

            assertThat(check.warnings()).isEmpty();
            assertThat(check.unlabeled().gradient()).isPositive();
            assertThat(check.view().html()).contains("relative deviation");
        }
    }

    @Test
    void a_cut_gradient_is_warned_of() {
        Check check = checked(p -> Tensors.detached(p.specialist().unlabeled())
                .sub(p.generalist().unlabeled())
                .abs()
                .mean());

        assertThat(check.warnings())
                .containsExactly(
                        "a gradient must reach Y_S^U, which the loss changes with, got none: nothing on the way"
                                + " may detach, as Tensors.detached and stopGradient do");
    }

    @Test
    void a_gradient_that_is_cut_in_part_or_wrong_is_told_by_finite_differences() {
        Loss half = p -> p.specialist()
                .unlabeled()
                .mul(Tensors.detached(p.specialist().unlabeled()))
                .mean();
        Check check = checked(half);

        assertThat(check.warnings())
                .singleElement()
                .asString()
                .startsWith("the gradient with respect to Y_S^U must agree with finite differences, got ")
                .endsWith("part of it is cut on the way, or the loss has a jump here");
        assertThat(check.unlabeled().measured() / check.unlabeled().expected()).isCloseTo(2, within(0.02));
    }

    @Test
    void a_loss_that_does_not_look_at_the_specialist_is_warned_of() {
        String warning = "a loss must depend on the specialist, got one that does not change with its predictions: use"
                + " p.specialist() or p.features(layer).specialist()";

        assertThat(checked(p -> p.truth().mean()).warnings()).containsExactly(warning);
        assertThat(checked(p -> p.truth().getManager().create(1f)).warnings()).containsExactly(warning);
    }

    @Test
    void a_result_that_is_no_single_float32_number_is_refused_as_in_a_training() {
        assertThatThrownBy(() -> checked(p -> p.specialist().labeled().abs()))
                .hasMessage(
                        "loss checked must return one number, got shape (1, 3, 64, 64): end it with .mean() or .sum()");
        assertThatThrownBy(() -> checked(p -> p.specialist().labeled().mean().toType(DataType.FLOAT64, false)))
                .hasMessageStartingWith("loss checked must return one number, got float64 and no float32: end it with");
    }

    @Test
    void a_result_that_is_not_finite_is_warned_of() {
        assertThat(checked(p -> p.specialist().labeled().neg().log().mean()).warnings())
                .containsExactly("a loss must be finite, got NaN: keep logarithms, roots and divisions away from 0 with"
                        + " Tensors.atLeast(x, 1e-6)");
    }

    @Test
    void a_gradient_that_is_infinite_behind_a_finite_loss_is_warned_of() {
        assertThat(checked(p -> p.specialist()
                                .labeled()
                                .mul(p.truth().zerosLike())
                                .sqrt()
                                .sum())
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("the gradient with respect to Y_S^L must be finite, got ");
    }

    @Test
    void an_unfinished_sentence_is_said() {
        assertThatThrownBy(() -> Pdd.check(Intra.PAPER, Pdd.distill()))
                .hasMessageStartingWith("sentence must be complete before train(), got one without generalist");
    }

    private static Check checked(Loss loss) {
        return Pdd.check(loss, Small.sentence());
    }
}
