/**
 * Analysis of low-level features: patches, PCA, t-SNE and KL divergence, as tables and charts. Start with
 * {@link LowLevel} and {@link KullbackLeibler}.
 */
@NullMarked
package io.github.pdd4j.analysis;

import org.jspecify.annotations.NullMarked;
