/** The commands of {@code ./pdd} that are written in Java. */
@NullMarked
package io.github.pdd4j.tools.command;

import org.jspecify.annotations.NullMarked;
