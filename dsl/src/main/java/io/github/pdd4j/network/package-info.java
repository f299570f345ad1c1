/** Architectures that are recognized by the tensors of a file, and feature extractors. */
@NullMarked
package io.github.pdd4j.network;

import org.jspecify.annotations.NullMarked;
