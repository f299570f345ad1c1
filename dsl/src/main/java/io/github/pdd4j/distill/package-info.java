/** The fluent sentence, its presets, a training run and what it returns, and the check of a loss. */
@NullMarked
package io.github.pdd4j.distill;

import org.jspecify.annotations.NullMarked;
