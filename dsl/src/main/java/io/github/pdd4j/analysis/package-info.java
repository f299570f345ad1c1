/** Low-level characteristics: patches, PCA, t-SNE and KL divergence, as tables and charts. InitialState at {@link io.github.pdd4j.analysis.KullbackLeibler}. */
@NullMarked
package io.github.pdd4j.analysis;

import org.jspecify.annotations.NullMarked;
