package io.github.pdd4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps a graphics card from being waited for: few calls, nothing brought to it, and the same numbers as before. */
class FewWaitsTest {
    private static final Script ONE_BY_ONE = Script.of(FewWaitsTest.class, "one_by_one.script");
    private static final long[][] SHAPES = {{64, 3, 3, 3}, {64}, {1}, {17, 33, 3, 3}, {5, 100_003}, {}};

    @ParameterizedTest
    @EnumSource
    void many_arrays_at_once_give_the_bits_of_one_after_the_other_on_a_cpu(Precision layout) {
        try (Scope scope = Scope.inference(Device.cpu())) {
            List<NDArray> a = arrays(scope, layout, 1);
            List<NDArray> sameAsA = arrays(scope, layout, 1);
            List<NDArray> b = arrays(scope, layout, 2);
            NDArray number = scope.tensor(new float[] {0.3f});

            NDArray norm = ONE_BY_ONE.call("norm", number, sameAsA);
            assertThat(Tensors.norm(a).getFloat()).isEqualTo(norm.getFloat());

            Tensors.lerp(a, b, 0.001);
            ONE_BY_ONE.call("lerp", scope.tensor(new float[] {0.001f}), sameAsA, b);
            assertSame(a, sameAsA);

            NDArray after = ONE_BY_ONE.call("norm", number, sameAsA);
            assertThat(Tensors.clip(new NDList(a), 0.3)).isEqualTo(after.getFloat());
            ONE_BY_ONE.call("clip", number, after, sameAsA);
            assertSame(a, sameAsA);
        }
    }

    @Test
    void work_on_arrays_that_live_long_leaves_nothing_beside_them() {
        try (Scope scope = Scope.inference()) {
            List<NDArray> weights = arrays(scope, Precision.BFLOAT16, 1);
            List<NDArray> others = arrays(scope, Precision.BFLOAT16, 2);
            Adam adam = new Adam(weights, Adam.Settings.PAPER);

            for (Consumer<List<NDArray>> work : List.<Consumer<List<NDArray>>>of(
                    Tensors::finite,
                    all -> Tensors.norm(all).close(),
                    all -> Tensors.lerp(all, others, 0.5),
                    all -> Tensors.clip(new NDList(all), 1),
                    all -> all.forEach(Tensors::values),
                    all -> Tensors.hasPath(all.get(2)),
                    all -> Tensors.numbers(List.of(all.get(2), all.get(5))),
                    all -> adam.step(new NDList(others), 1e-3),
                    all -> adam.resume(7))) {
                int before = scope.liveArrays();
                work.accept(weights);
                assertThat(scope.liveArrays()).isEqualTo(before);
            }
        }
    }

    @Test
    void numbers_of_any_shape_are_read_together() {
        try (Scope scope = Scope.recording()) {
            NDArray plain = scope.tensor(new float[] {0.1f});
            NDArray row = scope.tensor(new float[] {Float.NaN}, 1);
            NDArray learning = Tensors.leaf(scope.tensor(new float[] {-3}, 1, 1));

            assertThat(Tensors.numbers(List.of(plain, row, Tensors.safe(learning))))
                    .containsExactly(0.1f, Double.NaN, -3);
            assertThat(Tensors.numbers(List.of(Tensors.safe(plain)))).containsExactly(0.1f);
            assertThat(Tensors.numbers(List.of())).isEmpty();
        }
    }

    @Test
    void values_come_in_row_major_order_wherever_they_lie() {
        try (Scope scope = Scope.inference()) {
            float[] values = {1, 2, 3, 4, 5, 6, 7, 8};
            NDArray last = Precision.BFLOAT16.master(scope.tensor(values, 1, 2, 2, 2));

            assertThat(Tensors.values(last)).containsExactly(values);
            assertThat(Tensors.values(Tensors.safe(last))).containsExactly(values);
        }
    }

    @Test
    void an_optimizer_that_goes_on_counts_as_one_that_never_ended() {
        try (Scope scope = Scope.inference()) {
            List<NDArray> gradients = arrays(scope, Precision.FLOAT32, 3);
            List<NDArray> one = arrays(scope, Precision.FLOAT32, 1);
            List<NDArray> two = arrays(scope, Precision.FLOAT32, 1);
            Adam whole = new Adam(one, Adam.Settings.PAPER);
            Adam first = new Adam(two, Adam.Settings.PAPER);
            whole.step(new NDList(gradients), 1e-2);
            first.step(new NDList(gradients), 1e-2);
            Adam resumed = new Adam(two, Adam.Settings.PAPER);
            for (int i = 0; i < two.size(); i++) {
                Tensors.assign(
                        resumed.means().get(i), Tensors.values(first.means().get(i)));
                Tensors.assign(
                        resumed.squares().get(i), Tensors.values(first.squares().get(i)));
            }
            resumed.resume(first.steps());
            whole.step(new NDList(gradients), 1e-2);
            resumed.step(new NDList(gradients), 1e-2);

            assertThat(resumed.steps()).isEqualTo(whole.steps()).isEqualTo(2);
            assertSame(one, two);
        }
    }

    private static void assertSame(List<NDArray> a, List<NDArray> b) {
        for (int i = 0; i < a.size(); i++) {
            assertThat(Tensors.values(a.get(i))).isEqualTo(Tensors.values(b.get(i)));
        }
    }

    private static List<NDArray> arrays(Scope scope, Precision layout, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, SHAPES.length)
                .mapToObj(i -> {
                    int size = 1;
                    for (long side : SHAPES[i]) {
                        size *= (int) side;
                    }
                    float[] values = new float[size];
                    for (int k = 0; k < size; k++) {
                        values[k] = (float) random.nextDouble(-1, 1);
                    }
                    return layout.master(scope.tensor(values, SHAPES[i]));
                })
                .toList();
    }
}
