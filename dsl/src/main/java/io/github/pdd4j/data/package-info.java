/** Folders, pairs, crops and degradations as lazy, seeded streams of batches. */
@NullMarked
package io.github.pdd4j.data;

import org.jspecify.annotations.NullMarked;
