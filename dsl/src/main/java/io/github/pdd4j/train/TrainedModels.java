package io.github.pdd4j.train;

import io.github.pdd4j.network.Network;
import io.github.pdd4j.weights.StateDict;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The networks that a training leaves.
 *
 * @param specialist adapted network
 * @param frozen frozen generalist; empty in EMA mode, and where another program predicted
 * @param average moving average of the specialist; empty if the sentence has none
 * @param isAverageGeneralist whether the moving average is the generalist (EMA mode)
 * @param trained number of values that were trained of the specialist
 * @param discriminator weights of the discriminator; empty if there is none
 * @param best best network by the validation; empty if the sentence does not ask for it
 */
public record TrainedModels(
        Network specialist,
        Optional<Network> frozen,
        Optional<Network> average,
        boolean isAverageGeneralist,
        long trained,
        Optional<StateDict> discriminator,
        Optional<Network> best) {
    /** The generalist; empty if no network was one. */
    public Optional<Network> generalist() {
        return isAverageGeneralist ? average : frozen;
    }

    /** A copy with changed trained networks; the frozen generalist stays. */
    public TrainedModels changed(
            UnaryOperator<Network> ofSpecialist, UnaryOperator<Network> ofAverage, UnaryOperator<Network> ofBest) {
        return new TrainedModels(
                ofSpecialist.apply(specialist),
                frozen,
                average.map(ofAverage),
                isAverageGeneralist,
                trained,
                discriminator,
                best.map(ofBest));
    }
}
