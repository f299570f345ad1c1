package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.api.Internal;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A discriminator with its weights in the engine's memory. It is valid as long as the scope that loaded the weights.
 */
@Internal
public final class LoadedDiscriminator {
    private final DiscriminatorConfig config;
    private final Precision precision;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> learned = new ArrayList<>();

    /**
     * Loads the weights of a discriminator for training.
     *
     * @param config the configuration of the discriminator
     * @param start the initial weights
     * @param precision the number type to compute in
     * @param scope the scope that owns the loaded weights
     * @throws IllegalArgumentException if {@code start} lacks a tensor
     */
    public LoadedDiscriminator(DiscriminatorConfig config, StateDict start, Precision precision, Scope scope) {
        this.config = config;
        this.precision = precision;
        for (String name : config.names()) {
            boolean learns = config.learned(name);
            UnaryOperator<NDArray> as = learns ? precision::learning : UnaryOperator.identity();
            NDArray weight = LoadedWeights.load(start.tensor(name), scope, as);
            weights.add(weight);
            if (learns) {
                learned.add(weight);
            }
        }
    }

    /**
     * Computes logits in training mode. Several calls run in one pass, each on an equal part of the batch.
     *
     * @param images images (N, 3, H, W), RGB in [0, 1]; height and width are multiples of {@link
     *     DiscriminatorConfig#multiple()}
     * @param calls the number of calls in training mode; 0 for evaluation
     * @return float32 logits (N, 1, H, W)
     */
    public NDArray logits(NDArray images, int calls) {
        return Precision.leave(config.forward(precision.enter(images), weights, calls));
    }

    /**
     * Returns weights and state in the order of the configuration. Change them in place only.
     *
     * @return the arrays
     */
    public List<NDArray> weights() {
        return weights;
    }

    /**
     * Returns the names of {@link #weights()}.
     *
     * @return the names, in the same order
     */
    public List<String> names() {
        return config.names();
    }

    /**
     * Returns the trainable weights.
     *
     * @return the arrays that gradients are computed for
     */
    public List<NDArray> learned() {
        return learned;
    }

    /**
     * Returns the names of {@link #learned()}.
     *
     * @return the names, in the same order
     */
    public List<String> learnedNames() {
        return config.names().stream().filter(config::learned).toList();
    }
}
