/** Images: loading, saving, resampling and color correction. */
@NullMarked
package io.github.pdd4j.image;

import org.jspecify.annotations.NullMarked;
