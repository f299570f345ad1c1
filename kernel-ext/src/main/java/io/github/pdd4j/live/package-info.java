/** One display of a notebook that changes while something long runs, at a bounded rate; start at LiveProgress. */
@NullMarked
package io.github.pdd4j.live;

import org.jspecify.annotations.NullMarked;
