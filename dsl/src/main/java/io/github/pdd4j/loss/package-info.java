/** Loss terms, one file each, over a typed context of predictions and shared features. */
@NullMarked
package io.github.pdd4j.loss;

import org.jspecify.annotations.NullMarked;
