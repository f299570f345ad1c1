package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/**
 * The distance of R_inter at one layer: it compares the difference between the two models on unlabeled input with their
 * difference on labeled input.
 *
 * <p>In the formulas, S and G are the features of the specialist and of the generalist, the indices U and L say from
 * which input, and ‖·‖ is the Frobenius norm over the whole tensor.
 */
@FunctionalInterface
public interface InterDistance {
    /** ‖Gram(S_U − G_U) − Gram(S_L − G_L)‖, the distance of the paper. */
    InterDistance GRAM_OF_DIFFERENCE = new NamedDistance(
            "gramOfDifference",
            "InterDistance.GRAM_OF_DIFFERENCE",
            "‖ Gram(Φ_l(Y_S^U) − Φ_l(Y_G^U)) − Gram(Φ_l(Y_S^L) − Φ_l(Y_G^L)) ‖_F",
            (s, g) -> FeatureMaps.frobenius(
                    FeatureMaps.gram(s.unlabeled().sub(g.unlabeled())),
                    FeatureMaps.gram(s.labeled().sub(g.labeled()))));

    /** ‖(Gram(S_U) − Gram(G_U)) − (Gram(S_L) − Gram(G_L))‖. */
    InterDistance DIFFERENCE_OF_GRAMS = new NamedDistance(
            "differenceOfGrams",
            "differenceOfGrams()",
            "‖ (Gram(Φ_l(Y_S^U)) − Gram(Φ_l(Y_G^U))) − (Gram(Φ_l(Y_S^L)) − Gram(Φ_l(Y_G^L))) ‖_F",
            (s, g) -> FeatureMaps.frobenius(
                    FeatureMaps.gram(s.unlabeled()).sub(FeatureMaps.gram(g.unlabeled())),
                    FeatureMaps.gram(s.labeled()).sub(FeatureMaps.gram(g.labeled()))));

    /** ‖|S_U − G_U| − |S_L − G_L|‖ (Table 9, ℓ1). */
    InterDistance L1 = new NamedDistance(
            "l1",
            "l1()",
            "‖ |Φ_l(Y_S^U) − Φ_l(Y_G^U)| − |Φ_l(Y_S^L) − Φ_l(Y_G^L)| ‖_F",
            (s, g) -> FeatureMaps.frobenius(
                    s.unlabeled().sub(g.unlabeled()).abs(),
                    s.labeled().sub(g.labeled()).abs()));

    /** ‖(S_U − G_U)² − (S_L − G_L)²‖. */
    InterDistance SQUARED = new NamedDistance(
            "squared",
            "squared()",
            "‖ (Φ_l(Y_S^U) − Φ_l(Y_G^U))² − (Φ_l(Y_S^L) − Φ_l(Y_G^L))² ‖_F",
            (s, g) -> FeatureMaps.frobenius(
                    s.unlabeled().sub(g.unlabeled()).square(),
                    s.labeled().sub(g.labeled()).square()));

    /**
     * The distance at one layer.
     *
     * @param specialist features of the specialist, each (N, C, H, W)
     * @param generalist features of the generalist, each (N, C, H, W)
     * @return a float32 scalar
     */
    NDArray between(PerDomain specialist, PerDomain generalist);
}
