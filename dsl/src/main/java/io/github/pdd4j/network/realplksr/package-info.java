/** The RealPLKSR architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.realplksr;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
