/** The front door: start at {@link io.github.pdd4j.Pdd}, whose static factories a cell imports; nothing else lives here. */
@NullMarked
package io.github.pdd4j;

import org.jspecify.annotations.NullMarked;
