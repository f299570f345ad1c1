/** The HAT architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.hat;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
