/** The study of automatic balances: which weights of the two distances serve which start and which camera. */
@NullMarked
package io.github.pdd4j.tools.study;

import org.jspecify.annotations.NullMarked;
