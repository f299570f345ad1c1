/**
 * Studies: many distillations that differ in named settings, trained over several seeds, measured on the same images
 * and compared. Start with {@link io.github.pdd4j.experiment.Study}.
 */
@NullMarked
package io.github.pdd4j.experiment;

import org.jspecify.annotations.NullMarked;
