/** The SRFormer architecture. */
@Internal
@NullMarked
package io.github.pdd4j.network.srformer;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
