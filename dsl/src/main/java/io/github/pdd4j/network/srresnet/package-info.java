/** The SRResNet architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.srresnet;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
