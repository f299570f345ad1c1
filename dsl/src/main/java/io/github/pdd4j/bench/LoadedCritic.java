package io.github.pdd4j.bench;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Discriminator;
import io.github.pdd4j.network.LoadedWeights;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;

/** A discriminator whose weights lie in the engine's memory. */
final class LoadedCritic {
    private final Discriminator form;
    private final Precision precision;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> learned = new ArrayList<>();

    LoadedCritic(Discriminator form, Precision precision, Scope run) {
        this.form = form;
        this.precision = precision;
        StateDict start = form.initial(Workload.SEED);
        List<NDArray> plain = LoadedWeights.load(start, run, weight -> weight);
        for (int i = 0; i < plain.size(); i++) {
            boolean learns = form.learned(start.names().get(i));
            weights.add(learns ? precision.learning(plain.get(i)) : plain.get(i));
            if (learns) {
                plain.get(i).close();
                learned.add(weights.get(i));
            }
        }
    }

    /** The logits of pictures in training mode, as this many calls on equal parts of the batch would give them. */
    NDArray logits(NDArray pictures, int calls) {
        return Precision.leave(form.forward(precision.enter(pictures), weights, calls));
    }

    /** The weights that gradients are taken with respect to. */
    List<NDArray> learned() {
        return learned;
    }
}
