package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * A term of the total loss: a function of the predictions that returns one float32 number.
 *
 * <p>All methods of DJL's arrays may be used: during training the predictions are
 * {@linkplain io.github.pdd4j.tensor.Tensors#safe safe arrays}, which correct gradients that DJL computes wrongly.
 *
 * <pre>{@code
 * Loss mine = p -> p.specialist().unlabeled().sub(p.generalist().unlabeled()).abs().mean().mul(0.5);
 * System.out.println(distill().loss("mine", 0.1, mine));
 * }</pre>
 */
@FunctionalInterface
public interface Loss {
    /**
     * The value of the term.
     *
     * @param predictions images and features of one iteration
     * @return a float32 scalar
     */
    NDArray of(Predictions predictions);
}
