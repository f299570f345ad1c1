/** Super-resolution networks, discriminators and feature extractors, recognized by the tensors in a checkpoint. */
@NullMarked
package io.github.pdd4j.network;

import org.jspecify.annotations.NullMarked;
