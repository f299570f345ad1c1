/** Reproducible training of the networks that the project ships. */
@NullMarked
package io.github.pdd4j.tools.make;

import org.jspecify.annotations.NullMarked;
