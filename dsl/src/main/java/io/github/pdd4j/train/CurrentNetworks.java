package io.github.pdd4j.train;

import io.github.pdd4j.network.Network;
import io.github.pdd4j.weights.StateDict;
import java.util.Optional;

/** The networks of a training as they are now; each call copies their weights. */
interface CurrentNetworks {
    Network specialist();

    /** What training changes of the specialist; with the network before training it makes {@link #specialist}. */
    StateDict state();

    /** What training changes of the moving average; of the specialist if there is none. */
    StateDict stateOfAverage();

    /** The generalist; empty if no network is one. */
    Optional<Network> generalist();

    /** The moving average of the specialist; empty if the sentence has none. */
    Optional<Network> average();
}
