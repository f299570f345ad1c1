/** The MoSR architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.mosr;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
