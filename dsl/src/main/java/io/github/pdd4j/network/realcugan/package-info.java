/** The Real-CUGAN architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.realcugan;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
