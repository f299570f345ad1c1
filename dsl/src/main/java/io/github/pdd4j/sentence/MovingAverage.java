package io.github.pdd4j.sentence;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import java.util.List;
import java.util.Optional;

/**
 * EMA mode: the generalist is the exponential moving average of the specialist. It starts as a copy of the specialist
 * and is updated after every step by g ← decay · g + (1 − decay) · s.
 *
 * <pre>{@code
 * System.out.println(movingAverage(0.999));
 * }</pre>
 *
 * @param decay decay of the moving average, in (0, 1); 0.999 in the paper
 */
public record MovingAverage(double decay) implements Generalist {
    private static final Settings<MovingAverage> SETTINGS = Settings.of(
            MovingAverage.class,
            Setting.of("decay")
                    .within(
                            "moving average decay",
                            value -> (double) value > 0 && (double) value < 1,
                            "in (0, 1)",
                            "use generalist(network(...)) for a frozen generalist")
                    .published(0.999, Source.EMA_MODE));

    /**
     * Checks the range of the decay.
     *
     * @param decay share of the old average that an update keeps; above 0 and below 1
     * @throws IllegalArgumentException if the decay is not in (0, 1)
     */
    public MovingAverage {
        SETTINGS.check(decay);
    }

    @Override
    public LoadedGeneralist load(Model specialist, Scope run) {
        return new LoadedAverage(specialist.following(), 1 - decay);
    }

    @Override
    public Optional<Network> start(Network specialist) {
        return Optional.of(specialist);
    }

    @Override
    public int warmUp() {
        return 5;
    }

    @Override
    public boolean gradientThroughLabeled() {
        return true;
    }

    @Override
    public void requireWarmUp(int iterations) {
        if (iterations < 1) {
            throw new IllegalArgumentException("warm-up must be at least 1 iteration with a moving average, got "
                    + iterations + ": all distances are zero at its start, use warmUp(5) as the paper does");
        }
    }

    @Override
    public void requireScale(int specialistScale) {}

    @Override
    public String toString() {
        return "movingAverage(" + decay + ")";
    }

    private record LoadedAverage(Model model, double step) implements LoadedGeneralist {
        @Override
        public NDArray predict(NDArray lowResolution) {
            return model.predict(lowResolution);
        }

        @Override
        public void update(Model specialist) {
            Tensors.lerp(model.parameters(), specialist.parameters(), step);
        }

        @Override
        public List<NDArray> movingWeights() {
            return model.parameters();
        }

        @Override
        public Optional<Network> snapshot() {
            return Optional.of(model.snapshot("moving average"));
        }
    }
}
