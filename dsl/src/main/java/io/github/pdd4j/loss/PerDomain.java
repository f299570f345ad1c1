package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Tensors;

/**
 * A pair of tensors, one per domain.
 *
 * @param labeled tensor of the synthetic low-resolution images, which have a ground truth; Y^L in the paper
 * @param unlabeled tensor of the real low-resolution images, which have none; Y^U in the paper
 */
public record PerDomain(NDArray labeled, NDArray unlabeled) {
    /** The same tensors as safe arrays. */
    PerDomain safe() {
        return new PerDomain(Tensors.safe(labeled), Tensors.safe(unlabeled));
    }
}
