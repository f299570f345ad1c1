/** The terms of the total loss; each is a function of the predictions and their shared features. */
@NullMarked
package io.github.pdd4j.loss;

import org.jspecify.annotations.NullMarked;
