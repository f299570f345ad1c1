/**
 * Describes each setting of a record once: its range, its published values, and what it changes. Checks, generated
 * code, JSON, explanations and comparisons are derived from that description. Start with
 * {@link io.github.pdd4j.setting.Settings}.
 */
@Internal
@NullMarked
package io.github.pdd4j.setting;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
