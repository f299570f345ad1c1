/** What says which public types are the API. */
@NullMarked
package io.github.pdd4j.api;

import org.jspecify.annotations.NullMarked;
