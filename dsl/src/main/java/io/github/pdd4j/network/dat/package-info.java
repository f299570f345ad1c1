/** The DAT architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.dat;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
