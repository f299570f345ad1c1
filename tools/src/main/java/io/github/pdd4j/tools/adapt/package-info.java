/** Adaptation of a network to a folder of photographs, within a given time. */
@NullMarked
package io.github.pdd4j.tools.adapt;

import org.jspecify.annotations.NullMarked;
