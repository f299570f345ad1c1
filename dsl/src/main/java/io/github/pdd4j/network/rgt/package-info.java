/** The RGT architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.rgt;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
