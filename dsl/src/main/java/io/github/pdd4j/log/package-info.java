/** Listeners that write the values of a run into files of other programs' formats. */
@Internal
@NullMarked
package io.github.pdd4j.log;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
