/** The RRDBNet architecture. */
@NullMarked
package io.github.pdd4j.network.rrdbnet;

import org.jspecify.annotations.NullMarked;
