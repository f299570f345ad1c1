/** How the networks and images that the project ships were made, so that anybody can make them again. */
@NullMarked
package io.github.pdd4j.tools.make;

import org.jspecify.annotations.NullMarked;
