/** The verbs that {@code ./pdd} starts in Java. */
@NullMarked
package io.github.pdd4j.tools.command;

import org.jspecify.annotations.NullMarked;
