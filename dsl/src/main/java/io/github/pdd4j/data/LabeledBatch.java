package io.github.pdd4j.data;

/**
 * The labeled half of an iteration.
 *
 * @param low the inputs
 * @param high their truths
 */
public record LabeledBatch(Batch low, Batch high) {}
