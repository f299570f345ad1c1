package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A discriminator whose weights lie in the engine's memory, for as long as the scope that loaded them. */
public final class LoadedDiscriminator {
    private final DiscriminatorConfig form;
    private final Precision precision;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> learned = new ArrayList<>();

    /** The discriminator at these weights, in training mode. */
    public LoadedDiscriminator(DiscriminatorConfig form, StateDict start, Precision precision, Scope scope) {
        this.form = form;
        this.precision = precision;
        for (String name : form.names()) {
            boolean learns = form.learned(name);
            UnaryOperator<NDArray> as = learns ? precision::learning : UnaryOperator.identity();
            NDArray weight = LoadedWeights.load(start.tensor(name), scope, as);
            weights.add(weight);
            if (learns) {
                learned.add(weight);
            }
        }
    }

    /** The float32 logits of images, as this many calls in training mode on equal parts of the batch give them. */
    public NDArray logits(NDArray images, int calls) {
        return Precision.leave(form.forward(precision.enter(images), weights, calls));
    }

    /** Weights and state in the order of the blueprint; change them in place only. */
    public List<NDArray> weights() {
        return weights;
    }

    /** Their names, in the same order. */
    public List<String> names() {
        return form.names();
    }

    /** The weights that gradients are taken with respect to. */
    public List<NDArray> learned() {
        return learned;
    }

    /** Their names, in the same order. */
    public List<String> learnedNames() {
        return form.names().stream().filter(form::learned).toList();
    }
}
