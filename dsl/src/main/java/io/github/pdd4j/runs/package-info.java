/** Runs on the disk: checkpoints, history, provenance, and how a run is resumed. */
@Internal
@NullMarked
package io.github.pdd4j.runs;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
