/** The extension that teaches a Java kernel to greet, import and draw PDD4J; the only package that touches the kernel's API. */
@NullMarked
package io.github.pdd4j.jupyter;

import org.jspecify.annotations.NullMarked;
