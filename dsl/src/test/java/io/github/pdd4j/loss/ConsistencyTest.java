package io.github.pdd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.distill.GradientCheck;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ConsistencyTest {
    private static double value(Consistency loss, Image prediction, Image input) {
        try (Scope scope = Scope.inference()) {
            FeatureExtractor.Loaded features = PretrainedModels.slimVgg19().in(Precision.FLOAT32, scope);
            PerDomain predicted = new PerDomain(tensor(scope, prediction), tensor(scope, prediction));
            PerDomain inputs = new PerDomain(tensor(scope, input), tensor(scope, input));
            SharedPredictions.ImageTensors images =
                    new SharedPredictions.ImageTensors(inputs, predicted, predicted, tensor(scope, prediction));
            return loss.of(new SharedPredictions(images, features, new TreeSet<>()))
                    .getFloat();
        }
    }

    private static NDArray tensor(Scope scope, Image image) {
        return scope.tensor(image.values(), 1, 3, image.height(), image.width());
    }

    private static Image random(int width, int height) {
        SplittableRandom random = new SplittableRandom(width);
        float[] values = new float[3 * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        return Image.of(3, height, width, values);
    }

    private static Image columns(int width, int height, IntToDoubleFunction column) {
        float[] values = new float[3 * width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) column.applyAsDouble(i % width);
        }
        return Image.of(3, height, width, values);
    }

    @Test
    void its_value_is_the_mean_difference_from_the_bicubic_downscaling() {
        Image prediction = random(64, 48);
        Image input = random(16, 12);
        float[] down = Resampling.MATLAB_BICUBIC.downscale(prediction, 4).values();
        double expected = 0;
        for (int i = 0; i < down.length; i++) {
            expected += Math.abs(down[i] - input.values()[i]) / down.length;
        }

        assertThat(value(Pdd.consistency(), prediction, input)).isCloseTo(expected, within(1e-6));
        assertThat(value(Pdd.consistency(), prediction, Resampling.MATLAB_BICUBIC.downscale(prediction, 4)))
                .isCloseTo(0, within(1e-6));
        for (Consistency loss :
                new Consistency[] {Pdd.consistency(), Pdd.consistency().blur(2)}) {
            assertThat(value(loss, columns(64, 64, x -> 0.7), columns(16, 16, x -> 0.4)))
                    .as("of constant images")
                    .isCloseTo(0.3, within(1e-6));
        }
    }

    /** A Gaussian of deviation σ multiplies a wave of frequency ω by exp(−ω²σ²/2). */
    @Test
    void the_blur_weakens_waves_as_a_gaussian_does() {
        double frequency = 0.15;
        double factor = Math.exp(-frequency * frequency * 9 / 2);
        IntToDoubleFunction wave = x -> 0.5 + 0.4 * Math.cos(frequency * (x - 255.5));
        Image weakened = columns(512, 64, x -> 0.5 + factor * (wave.applyAsDouble(x) - 0.5));
        Image expected = Resampling.MATLAB_BICUBIC.downscale(weakened, 4);

        assertThat(value(Pdd.consistency().blur(3), columns(512, 64, wave), expected))
                .as("all but the edges")
                .isLessThan(5e-3);
        assertThat(value(Pdd.consistency().blur(2), columns(512, 64, wave), expected))
                .isGreaterThan(1e-2);
    }

    @Test
    void its_gradient_agrees_with_finite_differences() {
        GradientCheck check = Pdd.check(Pdd.consistency().blur(1));

        assertThat(check.warnings()).isEmpty();
        assertThat(check.unlabeled().gradient()).isPositive();
        assertThat(check.labeled().gradient()).isZero();
    }

    @Test
    void it_is_a_value_of_a_sentence() {
        assertThat(Pdd.consistency().blur(1.5)).hasToString("consistency().blur(1.5)");
        assertThat(Pdd.consistency()).hasToString("consistency()").isEqualTo(new Consistency(0));
        assertThatThrownBy(() -> Pdd.consistency().blur(-1))
                .hasMessage("blur of the consistency must be a standard deviation from 0 to 20, got -1.0: use"
                        + " consistency() for none");
    }
}
