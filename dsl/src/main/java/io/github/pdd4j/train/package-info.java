/** The training loop and its parts: batches, losses, the discriminator's update, diagnostics and the log. */
@Internal
@NullMarked
package io.github.pdd4j.train;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
