/**
 * Readers and writers of checkpoint files as ordered maps from names to tensors, independent of any network. Start at
 * {@link io.github.pdd4j.weights.Checkpoints}.
 */
@NullMarked
package io.github.pdd4j.weights;

import org.jspecify.annotations.NullMarked;
