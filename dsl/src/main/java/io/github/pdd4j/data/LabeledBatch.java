package io.github.pdd4j.data;

/**
 * The labeled half of a training batch.
 *
 * @param low the inputs
 * @param high their ground truth
 */
public record LabeledBatch(Batch low, Batch high) {}
