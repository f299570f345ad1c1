/** The SPAN architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.span;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
