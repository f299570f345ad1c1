/**
 * The ground floor: files that are written wholly or not at all, file trees, checksums, kinds of files, and the nearest of
 * some names. Knows nothing of networks or runs. Start with {@link io.github.pdd4j.io.AtomicFile}.
 */
@Internal
@NullMarked
package io.github.pdd4j.io;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
