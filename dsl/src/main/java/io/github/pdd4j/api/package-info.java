/** The annotation of public types that are not part of the API. */
@NullMarked
package io.github.pdd4j.api;

import org.jspecify.annotations.NullMarked;
