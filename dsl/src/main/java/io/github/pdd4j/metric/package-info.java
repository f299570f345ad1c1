/** Picture quality measures; each value carries its conventions. Start at {@link io.github.pdd4j.metric.Psnr}. */
@NullMarked
package io.github.pdd4j.metric;

import org.jspecify.annotations.NullMarked;
