package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Tensors;

/**
 * Tensors of one model: what belongs to the labeled pictures, and what to the unlabeled ones.
 *
 * @param labeled of the synthetic low-resolution pictures, whose truth is known; Y^L in the paper
 * @param unlabeled of the real low-resolution pictures, whose truth nobody knows; Y^U in the paper
 */
public record Sides(NDArray labeled, NDArray unlabeled) {
    /** The same tensors as losses get them. */
    Sides safe() {
        return new Sides(Tensors.safe(labeled), Tensors.safe(unlabeled));
    }
}
