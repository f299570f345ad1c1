/** The formulas of a distillation with the values in them and the source of each value. */
@Internal
@NullMarked
package io.github.pdd4j.explain;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
