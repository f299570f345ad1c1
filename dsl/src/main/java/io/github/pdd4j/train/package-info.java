/** The training loop and its parts: batches, losses, the discriminator's update, diagnostics and the log. */
@NullMarked
package io.github.pdd4j.train;

import org.jspecify.annotations.NullMarked;
