package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.tensor.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
    @Test
    void a_mean_has_the_gradient_of_the_closed_form_and_agrees_with_finite_differences() {
        GradientCheck check = checked(p -> p.specialist().unlabeled().mean());

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
            GradientCheck check = Pdd.check(loss);

            assertThat(check.warnings()).isEmpty();
            assertThat(check.unlabeled().gradient()).isPositive();
            assertThat(check.view().html()).contains("relative deviation");
        }
    }

    @Test
    void a_cut_gradient_is_warned_of() {
        GradientCheck check = checked(p -> Tensors.detached(p.specialist().unlabeled())
                .sub(p.generalist().unlabeled())
                .abs()
                .mean());

        assertThat(check.warnings())
                .containsExactly(
                        "the gradient with respect to Y_S^U must not be 0 where the loss depends on it, got 0: remove"
                                + " calls that detach, such as Tensors.detached and stopGradient");
    }

    @Test
    void a_gradient_that_is_cut_in_part_or_wrong_is_told_by_finite_differences() {
        Loss half = p -> p.specialist()
                .unlabeled()
                .mul(Tensors.detached(p.specialist().unlabeled()))
                .mean();
        GradientCheck check = checked(half);

        assertThat(check.warnings())
                .singleElement()
                .asString()
                .startsWith("the gradient with respect to Y_S^U must agree with finite differences, got ")
                .endsWith("part of it is detached, or the loss is discontinuous here");
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
    void a_small_change_of_a_large_value_is_said_to_be_too_small_to_tell_and_no_alarm_is_raised() {
        List<Loss> small = List.of(
                p -> p.specialist().unlabeled().logSoftmax(1).mean(),
                p -> p.specialist().unlabeled().mean().add(1000),
                p -> p.specialist().unlabeled().mean().sub(1e5));
        for (Loss loss : small) {
            GradientCheck check = Pdd.check(loss);

            assertThat(check.warnings()).isEmpty();
            assertThat(check.unlabeled().gradient()).isPositive();
            assertThat(check.unlabeled().tooSmallToTell()).isTrue();
            assertThat(check.toString())
                    .contains("the gradient on unlabeled predictions is too small to tell by finite differences");
        }
        assertThat(checked(p -> p.specialist().unlabeled().mean()).toString()).doesNotContain("too small");
    }

    @Test
    void a_sentence_may_have_losses_of_whatever_name() {
        Loss slow = p -> p.features("conv2_2").specialist().unlabeled().abs().mean();
        for (String name : List.of("checked", "Checked", "checked 1", "CHECKED 1")) {
            GradientCheck check = Pdd.check(
                    slow, Small.sentence().loss(name, 1, p -> p.truth().mean()));

            assertThat(check.warnings()).as(name).isEmpty();
        }
    }

    @Test
    void an_in_place_operation_on_what_a_loss_is_given_is_refused_with_what_to_write() {
        List<Loss> changing = List.of(
                p -> p.specialist().unlabeled().addi(1).mean(),
                p -> p.specialist().labeled().get(0).muli(p.truth()).mean(),
                p -> p.features("conv2_2").specialist().unlabeled().muli(2).mean(),
                p -> p.truth()
                        .reshape(-1)
                        .subi(1)
                        .add(p.specialist().labeled().mean())
                        .mean(),
                p -> {
                    p.generalist().unlabeled().set(new NDIndex(0), 1);
                    return p.specialist().unlabeled().mean();
                });
        for (Loss loss : changing) {
            assertThatThrownBy(() -> checked(loss))
                    .hasMessageStartingWith(
                            "loss checked could not be computed: in-place operations are refused on the arrays"
                                    + " that a loss is given, got ")
                    .hasMessageContaining(": other terms and the gradient need them as they are, write ");
        }
        assertThatThrownBy(() -> checked(p -> p.specialist().unlabeled().addi(1).mean()))
                .hasMessageEndingWith(
                        "got addi(...): other terms and the gradient need them as they are, write add(...)");
        assertThat(checked(p -> p.specialist().unlabeled().square().muli(2).mean())
                        .warnings())
                .isEmpty();
    }

    @Test
    void an_unfinished_sentence_is_said() {
        assertThatThrownBy(() -> Pdd.check(Intra.PAPER, Pdd.distill()))
                .hasMessageStartingWith(
                        "sentence must be complete before check(loss, sentence), got one without generalist");
    }

    private static GradientCheck checked(Loss loss) {
        return Pdd.check(loss, Small.sentence());
    }
}
