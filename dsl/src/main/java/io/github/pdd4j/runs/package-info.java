/** Runs on the disk: checkpoints, history, provenance, and how a run is resumed. */
@NullMarked
package io.github.pdd4j.runs;

import org.jspecify.annotations.NullMarked;
