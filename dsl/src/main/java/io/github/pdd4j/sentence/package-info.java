/**
 * A distillation as data: its settings, the generalists, the plan of a complete one, and the events that a listener
 * receives.
 */
@NullMarked
package io.github.pdd4j.sentence;

import org.jspecify.annotations.NullMarked;
