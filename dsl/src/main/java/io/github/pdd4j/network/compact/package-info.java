/** The SRVGGNetCompact architecture. */
@NullMarked
package io.github.pdd4j.network.compact;

import org.jspecify.annotations.NullMarked;
