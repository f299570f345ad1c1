/**
 * Files on disk: the home folder, run directories and checkpoints. Manifests and checkpoints are written atomically.
 * Start with {@code RunDirectory}.
 */
@NullMarked
package io.github.pdd4j.archive;

import org.jspecify.annotations.NullMarked;
