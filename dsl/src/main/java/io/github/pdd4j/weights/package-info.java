/** Checkpoint files as ordered name to tensor maps; knows no network. */
@NullMarked
package io.github.pdd4j.weights;

import org.jspecify.annotations.NullMarked;
