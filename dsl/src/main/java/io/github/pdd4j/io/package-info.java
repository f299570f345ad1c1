/**
 * Files that are written atomically, file trees, checksums, kinds of files, and suggestions for misspelled names; uses no
 * other package but {@code api}. Start with {@link io.github.pdd4j.io.AtomicFile}.
 */
@Internal
@NullMarked
package io.github.pdd4j.io;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
