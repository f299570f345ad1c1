package io.github.pdd4j.tools.make;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.Tensors;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LayerwiseFitTest {
    private static final Script SCRIPT = Script.of(LayerwiseFit.class, "teaching.script");

    private static NDArray random(Scope scope, SplittableRandom random, int... shape) {
        long[] lengths = new long[shape.length];
        int size = 1;
        for (int i = 0; i < shape.length; i++) {
            lengths[i] = shape[i];
            size *= shape[i];
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return scope.tensor(values, lengths);
    }

    /** The targets are a convolution of the inputs, so the solution must be that convolution. */
    @Test
    void least_squares_find_a_convolution_again() {
        SplittableRandom random = new SplittableRandom(1);
        try (Scope scope = Scope.inference()) {
            NDArray x = random(scope, random, 6, 2, 9, 9);
            NDArray weight = random(scope, random, 4, 2, 3, 3);
            NDArray bias = random(scope, random, 4);
            NDArray target = SCRIPT.call("convolution", x, weight, bias);

            NDList found = SCRIPT.callForList("normal_equations", x, target, 3);
            NDArray nothing = random(scope, random, 19, 4);
            NDArray solution = SCRIPT.call("solution", nothing, found.get(0), found.get(1), 1e-9);
            NDList kernel = SCRIPT.callForList("kernel", solution, 3);

            assertThat(kernel.get(0).sub(weight).abs().max().getFloat()).isCloseTo(0, within(1e-4f));
            assertThat(kernel.get(1).sub(bias).abs().max().getFloat()).isCloseTo(0, within(1e-4f));
        }
    }

    @Test
    void a_large_ridge_keeps_the_prior() {
        SplittableRandom random = new SplittableRandom(2);
        try (Scope scope = Scope.inference()) {
            NDArray x = random(scope, random, 3, 1, 8, 8);
            NDArray target = random(scope, random, 3, 2, 8, 8);
            NDList found = SCRIPT.callForList("normal_equations", x, target, 3);
            NDArray prior = random(scope, random, 10, 2);

            NDArray solution = SCRIPT.call("solution", prior, found.get(0), found.get(1), 1e6);

            assertThat(solution.sub(prior).abs().max().getFloat()).isCloseTo(0, within(1e-4f));
        }
    }

    @Test
    void explained_shares_are_of_the_versions_and_of_their_differences() {
        SplittableRandom random = new SplittableRandom(3);
        try (Scope scope = Scope.inference()) {
            NDArray target = random(scope, random, 3, 2, 8, 8);
            NDArray shifted = target.add(scope.tensor(new float[] {5}, 1));

            float[] same = Tensors.values(SCRIPT.call("explained", target, target));
            float[] off = Tensors.values(SCRIPT.call("explained", shifted, target));

            assertThat(same).containsExactly(1, 1, 1);
            assertThat(off[0]).isNegative();
            assertThat(off[1]).isCloseTo(1, within(1e-5f));
        }
    }
}
