/** The RRDBNet architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.rrdbnet;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
