/** The SRResNet architecture. */
@NullMarked
package io.github.pdd4j.network.srresnet;

import org.jspecify.annotations.NullMarked;
