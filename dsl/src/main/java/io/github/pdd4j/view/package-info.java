/**
 * Charts, image grids and summaries as SVG, PNG, HTML and text values without notebook types. Start with
 * {@link io.github.pdd4j.view.Charts}, {@link io.github.pdd4j.view.ImageGrid} and
 * {@link io.github.pdd4j.view.Viewable}.
 */
@NullMarked
package io.github.pdd4j.view;

import org.jspecify.annotations.NullMarked;
