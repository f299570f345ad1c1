/**
 * Files on disk: the home folder, run directories and checkpoints. Manifests and checkpoints are written atomically.
 * Start with {@code RunDirectory}.
 */
@Internal
@NullMarked
package io.github.pdd4j.archive;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
