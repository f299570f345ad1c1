/** The measurements of {@code ./pdd bench}: whole training steps, their parts, and the rate of plain convolutions. */
@NullMarked
package io.github.pdd4j.tools.bench;

import org.jspecify.annotations.NullMarked;
