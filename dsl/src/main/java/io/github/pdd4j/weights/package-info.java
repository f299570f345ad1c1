/**
 * Checkpoint files as ordered name to tensor maps; knows no network: start at {@link
 * io.github.pdd4j.weights.Checkpoints}.
 */
@NullMarked
package io.github.pdd4j.weights;

import org.jspecify.annotations.NullMarked;
