/** The DRCT architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.drct;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
