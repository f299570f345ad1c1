/** Picture quality measures; each value carries its conventions. */
@NullMarked
package io.github.pdd4j.metric;

import org.jspecify.annotations.NullMarked;
