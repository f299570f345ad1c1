package io.github.pdd4j.train;

import io.github.pdd4j.network.Network;
import java.util.Optional;

/** The networks of a training as they are now; each call copies their weights. */
interface CurrentNetworks {
    Network specialist();

    /** The generalist; empty if no network is one. */
    Optional<Network> generalist();

    /** The moving average of the specialist; empty if the sentence has none. */
    Optional<Network> average();
}
