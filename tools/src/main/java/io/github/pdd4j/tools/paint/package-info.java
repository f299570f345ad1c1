/** Draws the images of {@code datasets/generated}, from which the shipped networks learned too. */
@NullMarked
package io.github.pdd4j.tools.paint;

import org.jspecify.annotations.NullMarked;
