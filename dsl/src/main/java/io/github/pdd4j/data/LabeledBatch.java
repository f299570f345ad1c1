package io.github.pdd4j.data;

import io.github.pdd4j.api.Internal;

/**
 * The labeled half of a training batch.
 *
 * @param low the inputs
 * @param high their ground truth
 */
@Internal
public record LabeledBatch(Batch low, Batch high) {}
