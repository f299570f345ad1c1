/** Low-level characteristics: features, patches, PCA and KL divergence, as tables and charts. */
@NullMarked
package io.github.pdd4j.analysis;

import org.jspecify.annotations.NullMarked;
