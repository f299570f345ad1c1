package io.github.pdd4j.network;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.discriminator.UNetDiscriminator;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The forms that a graphics card computes in float32, whose sums have an order, against the engine's own. */
class FixedOrderTest {
    private static final Script SCRIPT = Script.of(UNetDiscriminator.class, "unet_discriminator.script");
    private static final Script OWN = Script.of(FixedOrderTest.class, "fixed_order.script");

    @Test
    void doubling_along_both_axes_is_bilinear_upsampling_and_so_is_its_gradient() {
        for (long[] shape : List.of(new long[] {2, 3, 5, 7}, new long[] {1, 2, 1, 4}, new long[] {1, 1, 1, 1})) {
            try (Scope scope = Scope.recording()) {
                NDArray x = Tensors.leaf(random(scope, shape));
                NDArray own = OWN.call("up", x);
                NDArray ours = SCRIPT.call("doubled", x);
                NDArray weights = random(scope, own.getShape().getShape());

                assertThat(ours.getShape()).isEqualTo(own.getShape());
                assertAgrees(Tensors.values(ours), Tensors.values(own), 1e-6);
                assertAgrees(gradient(ours, weights, x), gradient(own, weights, x), 1e-6);
            }
        }
    }

    @Test
    void numbers_are_spread_as_repeated_ones_are() {
        try (Scope scope = Scope.recording()) {
            NDArray x = Tensors.leaf(random(scope, 2));
            NDArray own = OWN.call("repeated", x, 4);
            NDArray ours = SCRIPT.call("spread", x, scope.tensor(new float[8], 8, 1, 1, 1));
            NDArray weights = random(scope, 8);

            assertThat(Tensors.values(ours)).isEqualTo(Tensors.values(own));
            assertAgrees(gradient(ours, weights, x), gradient(own, weights, x), 1e-6);
        }
    }

    private static float[] gradient(NDArray y, NDArray weights, NDArray x) {
        return Tensors.values(
                Tensors.gradients(y.mul(weights).sum(), List.of(x)).get(0));
    }

    private static NDArray random(Scope scope, long... shape) {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return scope.tensor(values, shape);
    }
}
