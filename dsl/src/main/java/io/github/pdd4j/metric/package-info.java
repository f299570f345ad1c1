/**
 * Image quality metrics with explicit conventions, evaluations and comparisons. Start with {@link Metric} and
 * {@link Psnr}.
 */
@NullMarked
package io.github.pdd4j.metric;

import org.jspecify.annotations.NullMarked;
