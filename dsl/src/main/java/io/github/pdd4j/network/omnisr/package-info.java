/** The Omni-SR architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.omnisr;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
