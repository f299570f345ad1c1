/** Images: load, save, resize conventions, color correction. */
@NullMarked
package io.github.pdd4j.image;

import org.jspecify.annotations.NullMarked;
