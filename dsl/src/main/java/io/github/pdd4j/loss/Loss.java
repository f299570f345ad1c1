package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * A term of the total loss, as a function of the predictions; it returns one float32 number.
 *
 * <p>Every method of DJL's arrays may be used: in a training the predictions are {@linkplain
 * io.github.pdd4j.tensor.Tensors#safe safe arrays}, whose gradients are right where DJL's own would not be.
 *
 * <pre>{@code
 * Loss mine = p -> p.specialist().unlabeled().sub(p.generalist().unlabeled()).abs().mean().mul(0.5);
 * System.out.println(distill().loss("mine", 0.1, mine));
 * }</pre>
 */
@FunctionalInterface
public interface Loss {
    /** The value of the term. */
    NDArray of(Predictions predictions);
}
