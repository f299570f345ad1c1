/**
 * The words of the language and their Javadoc, read from the sources that lie in the jar. Start with
 * {@link io.github.pdd4j.help.Help}.
 */
@Internal
@NullMarked
package io.github.pdd4j.help;

import io.github.pdd4j.api.Internal;
import org.jspecify.annotations.NullMarked;
