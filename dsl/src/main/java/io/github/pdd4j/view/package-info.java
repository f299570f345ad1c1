/** Charts, picture grids and summaries as neutral SVG, PNG, HTML and text values; no notebook types. */
@NullMarked
package io.github.pdd4j.view;

import org.jspecify.annotations.NullMarked;
