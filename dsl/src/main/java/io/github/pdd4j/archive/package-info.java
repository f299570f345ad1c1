/** What lies on the disk and where: runs as folders whose parts are whole or not there; start at {@code RunDirectory}. */
@NullMarked
package io.github.pdd4j.archive;

import org.jspecify.annotations.NullMarked;
