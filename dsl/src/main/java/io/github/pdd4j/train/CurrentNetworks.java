package io.github.pdd4j.train;

import io.github.pdd4j.network.Network;

/** The networks of a training as they are now; each call copies their weights. */
interface CurrentNetworks {
    Network specialist();

    Network generalist();

    /** Whether the generalist is a moving average of the specialist. */
    boolean isMovingAverage();
}
