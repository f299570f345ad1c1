/** Runs on the disk: folders whose parts are whole or not there; start at {@code Archive}. */
@NullMarked
package io.github.pdd4j.archive;

import org.jspecify.annotations.NullMarked;
