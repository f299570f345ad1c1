/** Pictures: load, save, resize conventions, colour correction. */
@NullMarked
package io.github.pdd4j.image;

import org.jspecify.annotations.NullMarked;
