/**
 * The automatic balance of the loss terms: from values, gradient norms and inner products of gradients to weights. Start
 * with {@link io.github.pdd4j.balance.Balance}.
 */
@NullMarked
package io.github.pdd4j.balance;

import org.jspecify.annotations.NullMarked;
