/**
 * Access to the engine with workarounds for DJL's pitfalls: casts with gradients, copies, operators inside autograd
 * graphs, memory scopes and gradient scopes. All other packages reach these operations through this one.
 */
@NullMarked
package io.github.pdd4j.tensor;

import org.jspecify.annotations.NullMarked;
