/** The formulas of a distillation with the values in them and the source of each value. */
@NullMarked
package io.github.pdd4j.explain;

import org.jspecify.annotations.NullMarked;
