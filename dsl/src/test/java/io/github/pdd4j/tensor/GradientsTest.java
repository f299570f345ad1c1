package io.github.pdd4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GradientsTest {
    @Test
    void gradients_follow_the_rules_of_calculus_and_can_be_asked_for_twice() {
        try (Scope scope = Scope.recording()) {
            NDArray x = Tensors.leaf(scope.tensor(new float[] {1, -2, 3}, 3));
            NDArray unused = Tensors.leaf(scope.tensor(new float[] {5}, 1));
            NDArray loss = x.square().sum();

            NDList first = Tensors.firstGradients(loss, List.of(x, unused));
            NDList second = Tensors.gradients(Tensors.scaled(loss, 0.5), List.of(x));

            assertThat(first.get(0).toFloatArray()).containsExactly(2, -4, 6);
            assertThat(first.get(1).toFloatArray()).containsExactly(0);
            assertThat(second.get(0).toFloatArray()).containsExactly(1, -2, 3);
        }
    }

    @Test
    void gradients_at_results_are_carried_back_to_what_they_depend_on() {
        try (Scope scope = Scope.recording()) {
            NDArray x = Tensors.leaf(scope.tensor(new float[] {1, -2, 3}, 3));
            NDArray unused = Tensors.leaf(scope.tensor(new float[] {5}, 1));
            List<NDArray> results = List.of(x.square(), Tensors.scaled(x, 7));
            List<NDArray> given =
                    List.of(scope.tensor(new float[] {1, 10, 0}, 3), scope.tensor(new float[] {0, 0, 1}, 3));

            NDList once = Tensors.pulledBack(results, given, List.of(x, unused), true);
            NDList again = Tensors.pulledBack(results, given, List.of(x), false);

            assertThat(once.get(0).toFloatArray()).containsExactly(2, -40, 7);
            assertThat(once.get(1).toFloatArray()).containsExactly(0);
            assertThat(again.get(0)).isEqualTo(once.get(0));
        }
    }

    @Test
    void products_are_those_of_each_with_each() {
        try (Scope scope = Scope.inference()) {
            NDArray a = scope.tensor(new float[] {1, 2, 3, 4}, 2, 2);
            NDArray b = scope.tensor(new float[] {0, -1, 2, 1}, 2, 2);

            assertThat(Tensors.products(List.of(a, b))).isDeepEqualTo(new double[][] {{30, 8}, {8, 6}});
        }
    }

    @Test
    void a_loss_that_depends_on_nothing_has_zeros_as_gradients() {
        try (Scope scope = Scope.recording()) {
            NDArray x = Tensors.leaf(scope.tensor(new float[] {1, -2}, 2));
            NDArray constant = Tensors.detached(x).sum();

            assertThat(Tensors.hasPath(constant)).isFalse();
            assertThat(Tensors.hasPath(x.sum().add(constant))).isTrue();
            assertThat(Tensors.gradients(constant, List.of(x)).get(0).toFloatArray())
                    .containsExactly(0, 0);
        }
    }

    @Test
    void a_norm_at_zero_distance_has_gradient_zero() {
        try (Scope scope = Scope.recording()) {
            NDArray x = Tensors.leaf(scope.tensor(new float[] {1, 2}, 2));
            NDArray loss = x.sub(Tensors.copy(x)).norm();

            assertThat(Tensors.gradients(loss, List.of(x)).get(0).toFloatArray())
                    .containsExactly(0, 0);
        }
    }

    @Test
    void a_factor_survives_garbage_collections_between_loss_and_gradient() {
        try (Scope scope = Scope.recording()) {
            NDArray x = Tensors.leaf(scope.tensor(new float[] {1, 2}, 2));
            List<NDArray> losses = new ArrayList<>();
            for (int i = 1; i <= 200; i++) {
                losses.add(Tensors.scaled(x, i).sum());
            }
            System.gc();
            List<ByteBuffer> overwriting = Stream.generate(
                            () -> ByteBuffer.allocateDirect(4).putFloat(0, Float.NaN))
                    .limit(5000)
                    .toList();

            assertThat(overwriting).hasSize(5000);
            for (int i = 1; i <= 200; i++) {
                NDArray gradient =
                        Tensors.gradients(losses.get(i - 1), List.of(x)).get(0);
                assertThat(gradient.toFloatArray()).containsExactly(i, i);
            }
        }
    }

    @Test
    void detached_stops_gradients_and_a_copy_does_not_share_storage() {
        try (Scope scope = Scope.recording()) {
            NDArray x = Tensors.leaf(scope.tensor(new float[] {2}, 1));
            NDArray loss = x.mul(Tensors.detached(x)).sum();
            NDArray source = scope.tensor(new float[] {1, 1}, 2);
            NDArray copy = Tensors.copy(source);
            source.addi(1);

            assertThat(Tensors.gradients(loss, List.of(x)).get(0).toFloatArray())
                    .containsExactly(2);
            assertThat(copy.toFloatArray()).containsExactly(1, 1);
        }
    }

    @Test
    void scopes_set_the_threads_gradient_mode_and_put_it_back_even_after_a_failure() throws InterruptedException {
        AtomicBoolean held = new AtomicBoolean();
        Thread fresh = new Thread(() -> {
            boolean before = JniUtils.isGradMode();
            try (Scope outer = Scope.inference()) {
                boolean off = !JniUtils.isGradMode();
                assertThatThrownBy(() -> failingIn(outer)).hasMessage("a failing cell");
                held.set(off && !JniUtils.isGradMode());
            }
            held.compareAndSet(true, JniUtils.isGradMode() == before);
        });
        fresh.start();
        fresh.join();

        assertThat(held).isTrue();
    }

    private static void failingIn(Scope outer) {
        try (Scope inner = outer.recorded()) {
            assertThat(JniUtils.isGradMode()).isTrue();
            assertThat(inner.liveArrays()).isZero();
            throw new IllegalStateException("a failing cell");
        }
    }

    @Test
    void a_loss_that_is_no_float32_number_is_refused() {
        try (Scope scope = Scope.recording()) {
            NDArray x = Tensors.leaf(scope.tensor(new float[] {1, 2}, 2));

            assertThatThrownBy(() -> Tensors.gradients(x.square(), List.of(x)))
                    .hasMessage("loss must be one number, got an array of shape (2): end it with .mean() or .sum()");
            assertThatThrownBy(() -> Tensors.gradients(x.sum().mul(0.5), List.of(x)))
                    .hasMessage(
                            "loss must be float32, got float64: scale with Tensors.scaled(x, 0.5), a double promotes a"
                                    + " single number to float64");
        }
    }

    @Test
    void adam_walks_as_pytorch_does() {
        try (Scope scope = Scope.recording()) {
            NDArray p = Tensors.leaf(scope.tensor(new float[] {1, -2, 0.5f}, 3));
            Adam adam = new Adam(List.of(p), Adam.Settings.PAPER);
            for (int k = 0; k < 3; k++) {
                NDArray loss = p.square().sum().mul(0.5f).add(p.prod());
                adam.step(Tensors.gradients(loss, List.of(p)), 0.1);
            }

            assertThat(p.toFloatArray()).containsExactly(ADAM_IN_PYTORCH, within(1e-6f));
            assertThat(adam.steps()).isEqualTo(3);
        }
    }

    /** torch.optim.Adam, lr 0.1, betas (0.9, 0.99), three steps on |p|²/2 + Πp from (1, −2, 0.5). */
    private static final float[] ADAM_IN_PYTORCH = {1.1596476f, -1.7027198f, 0.79844f};

    /** torch.optim.AdamW and, without weight decay, Adam: lr 0.1, betas (0.8, 0.95), eps 1e-3, the same steps. */
    @Test
    void adamw_decays_weights_apart_from_their_gradients_as_pytorch_does() {
        assertThat(walked(new Adam.Settings(0.8, 0.95, 1e-3, 0.3)))
                .containsExactly(new float[] {1.0751122f, -1.5389360f, 0.7425970f}, within(1e-6f));
        assertThat(walked(new Adam.Settings(0.8, 0.95, 1e-3, 0)))
                .containsExactly(new float[] {1.1656135f, -1.7041109f, 0.7975254f}, within(1e-6f));
    }

    private static float[] walked(Adam.Settings settings) {
        try (Scope scope = Scope.recording()) {
            NDArray p = Tensors.leaf(scope.tensor(new float[] {1, -2, 0.5f}, 3));
            Adam adam = new Adam(List.of(p), settings);
            for (int k = 0; k < 3; k++) {
                NDArray loss = p.square().sum().mul(0.5f).add(p.prod());
                adam.step(Tensors.gradients(loss, List.of(p)), 0.1);
            }
            return p.toFloatArray();
        }
    }

    @Test
    void what_follows_a_learning_array_carries_no_gradient_to_it() {
        try (Scope scope = Scope.recording()) {
            NDArray learning = Tensors.leaf(scope.tensor(new float[] {1, 2}, 2));
            NDArray average = scope.tensor(new float[] {0, 0}, 2);
            Tensors.lerp(List.of(average), List.of(learning), 0.5);

            NDList gradients = Tensors.gradients(learning.add(average).sum(), List.of(learning));

            assertThat(gradients.get(0).toFloatArray()).containsExactly(1, 1);
        }
    }

    @Test
    void adam_pairs_weights_gradients_and_moments_by_position_however_they_lie_in_memory() {
        try (Scope scope = Scope.inference()) {
            float[] numbers = new float[2 * 3 * 2 * 2];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = i % 7 - 3;
            }
            NDArray plain = scope.tensor(numbers, 2, 3, 2, 2);
            NDArray channelsLast = Precision.BFLOAT16.master(plain);
            NDArray reference = Tensors.leaf(plain.reshape(6, 4));
            step(reference, plain.reshape(6, 4), plain.cos().reshape(6, 4));

            for (NDArray weight : List.of(Tensors.leaf(plain), Precision.BFLOAT16.learning(plain))) {
                for (NDArray gradient : List.of(plain, channelsLast)) {
                    NDArray learning = Tensors.copy(weight);
                    step(learning, gradient, gradient.cos());

                    assertThat(learning.toFloatArray()).containsExactly(reference.toFloatArray());
                }
            }
        }
    }

    @Test
    void adam_refuses_decays_that_do_not_decay() {
        assertThatThrownBy(() -> new Adam.Settings(0.9, 1, 1e-8, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "decays of Adam must be in [0, 1), epsilon above 0 and weight decay at least 0, got 0.9, 1.0,"
                                + " 1.0E-8 and 0.0: use Settings.PAPER");
    }

    private static void step(NDArray weight, NDArray... gradients) {
        Adam adam = new Adam(List.of(weight), Adam.Settings.PAPER);
        for (NDArray gradient : gradients) {
            adam.step(new NDList(gradient), 0.1);
        }
    }

    @Test
    void lerp_moves_in_place() {
        try (Scope scope = Scope.inference()) {
            NDArray a = scope.tensor(new float[] {0, 10}, 2);
            Tensors.lerp(List.of(a), List.of(scope.tensor(new float[] {10, 20}, 2)), 0.25);

            assertThat(a.toFloatArray()).containsExactly(2.5f, 12.5f);
        }
    }

    @Test
    void steps_leave_nothing_behind_in_the_scope_that_outlives_them() {
        try (Scope run = Scope.inference()) {
            NDArray p = Tensors.leaf(run.tensor(new float[] {1, 2}, 2));
            Adam adam = new Adam(List.of(p), Adam.Settings.PAPER);
            int before = run.liveArrays();
            for (int k = 0; k < 20; k++) {
                try (Scope step = run.recorded()) {
                    NDArray x = step.tensor(new float[] {3, 4}, 2);
                    adam.step(Tensors.gradients(x.mul(p).square().sum(), List.of(p)), 0.1);
                    assertThat(step.liveArrays()).isPositive();
                }
                assertThat(run.liveArrays()).isEqualTo(before);
            }
        }
    }
}
