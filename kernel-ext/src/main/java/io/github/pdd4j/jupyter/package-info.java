/** The Jupyter extension that imports PDD4J and renders its values; the only package that uses the API of kernels. */
@NullMarked
package io.github.pdd4j.jupyter;

import org.jspecify.annotations.NullMarked;
