/** The verbs that {@code ./pdd} starts in Java. */
@NullMarked
package io.github.pdd4j.command;

import org.jspecify.annotations.NullMarked;
