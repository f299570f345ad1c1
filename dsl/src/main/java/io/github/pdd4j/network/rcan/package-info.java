/** The RCAN architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.rcan;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
