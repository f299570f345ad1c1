/** A distillation as data: its settings, the generalists, and the plan of a complete one. */
@NullMarked
package io.github.pdd4j.sentence;

import org.jspecify.annotations.NullMarked;
