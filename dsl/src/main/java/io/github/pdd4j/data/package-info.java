/** Image folders, pairs, random crops and degradations, loaded lazily and seeded. */
@NullMarked
package io.github.pdd4j.data;

import org.jspecify.annotations.NullMarked;
