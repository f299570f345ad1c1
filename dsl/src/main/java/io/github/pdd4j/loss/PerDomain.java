package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Tensors;

/**
 * Tensors of one model: what belongs to the labeled images, and what to the unlabeled ones.
 *
 * @param labeled of the synthetic low-resolution images, whose truth is known; Y^L in the paper
 * @param unlabeled of the real low-resolution images, whose truth nobody knows; Y^U in the paper
 */
public record PerDomain(NDArray labeled, NDArray unlabeled) {
    /** The same tensors as losses get them. */
    PerDomain safe() {
        return new PerDomain(Tensors.safe(labeled), Tensors.safe(unlabeled));
    }
}
