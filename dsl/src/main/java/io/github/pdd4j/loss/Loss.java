package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * A term of the total loss, as a function of the predictions; it returns one float32 number.
 *
 * <p>Multiply and divide by numbers with {@link io.github.pdd4j.tensor.Tensors#scaled}: the gradient of DJL's {@code
 * x.mul(0.5f)} depends on memory that Java may have freed.
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
