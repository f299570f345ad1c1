/**
 * Describes each setting of a record once: its range, its published values, what it changes. Checks, phrases, JSON,
 * explanations and comparisons are derived from that description. InitialState with {@link io.github.pdd4j.setting.Settings}.
 */
@NullMarked
package io.github.pdd4j.setting;

import org.jspecify.annotations.NullMarked;
