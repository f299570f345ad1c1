/** The ATD architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.atd;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
