package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * A term of the total loss, as a function of the predictions; it returns one float32 number.
 *
 * <pre>{@code
 * Loss mine = p -> p.specialist().unlabeled().sub(p.generalist().unlabeled()).abs().mean();
 * System.out.println(mine != null);
 * }</pre>
 */
@FunctionalInterface
public interface Loss {
    /** The value of the term. */
    NDArray of(Predictions predictions);
}
