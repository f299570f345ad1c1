/** Views as what a notebook's page understands: data by MIME type; start at Rendering. */
@NullMarked
package io.github.pdd4j.render;

import org.jspecify.annotations.NullMarked;
