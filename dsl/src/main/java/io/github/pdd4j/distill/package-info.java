/** The distillation sentence, the generalists, the training loop, its events and its runs. */
@NullMarked
package io.github.pdd4j.distill;

import org.jspecify.annotations.NullMarked;
