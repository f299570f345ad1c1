/** The only door to DJL's sharp edges: casts with gradient, copies, in-graph operators, step scopes, gradient scopes. */
@NullMarked
package io.github.pdd4j.tensor;

import org.jspecify.annotations.NullMarked;
