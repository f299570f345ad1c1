/** Conversion of views to the MIME types of notebooks; start with {@link io.github.pdd4j.render.Rendering}. */
@NullMarked
package io.github.pdd4j.render;

import org.jspecify.annotations.NullMarked;
