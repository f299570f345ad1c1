package io.github.pdd4j.sentence;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Scope;
import java.util.Optional;

/**
 * Static mode: the generalist is a pretrained blind super-resolution network that is never updated.
 *
 * <pre>{@code
 * System.out.println(new Frozen(compactGeneralist()));
 * }</pre>
 *
 * @param network the generalist, with the same scale as the specialist
 */
public record Frozen(Network network) implements Generalist {
    @Override
    public LoadedGeneralist load(Model specialist, Scope run) {
        return new LoadedFrozen(network, Model.frozen(network, specialist.precision(), run));
    }

    @Override
    public Optional<Network> start(Network specialist) {
        return Optional.of(network);
    }

    @Override
    public void requireScale(int specialistScale) {
        if (network.scale() != specialistScale) {
            throw new IllegalArgumentException("generalist and specialist must have the same scale, got ×"
                    + network.scale() + " (" + network.source() + ") and ×" + specialistScale
                    + ": choose two networks of one scale");
        }
    }

    @Override
    public String toString() {
        return network.toString();
    }

    private record LoadedFrozen(Network network, Model model) implements LoadedGeneralist {
        @Override
        public NDArray predict(NDArray lowResolution) {
            return model.predict(lowResolution);
        }

        @Override
        public void update(Model specialist) {}

        @Override
        public Optional<Network> snapshot() {
            return Optional.of(network);
        }
    }
}
