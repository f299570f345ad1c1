/** The EDSR architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.edsr;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
