package io.github.pdd4j.train;

import io.github.pdd4j.network.Network;
import io.github.pdd4j.weights.StateDict;
import java.util.Optional;

/**
 * The networks that a training leaves.
 *
 * @param specialist adapted network
 * @param generalist moving average of the specialist, or the frozen network as it was
 * @param isMovingAverage whether the generalist is the moving average
 * @param discriminator weights of the discriminator; empty if there is none
 * @param best best network by the validation; empty if the sentence does not ask for it
 */
public record TrainedModels(
        Network specialist,
        Network generalist,
        boolean isMovingAverage,
        Optional<StateDict> discriminator,
        Optional<Network> best) {}
