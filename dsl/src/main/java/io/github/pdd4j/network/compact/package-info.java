/** The SRVGGNetCompact architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.compact;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
