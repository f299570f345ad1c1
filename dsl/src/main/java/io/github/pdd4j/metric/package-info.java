/** Image quality measures; each value carries its conventions. InitialState at {@link io.github.pdd4j.metric.Psnr}. */
@NullMarked
package io.github.pdd4j.metric;

import org.jspecify.annotations.NullMarked;
