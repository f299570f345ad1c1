/** The SwinIR architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.swinir;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
