package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;

/** How R_inter compares two models on one kind of input. */
@FunctionalInterface
public interface InterDistance {
    /** ‖Gram(S − G on unlabeled) − Gram(S − G on labeled)‖, the paper's. */
    InterDistance GRAM_OF_DIFFERENCE = new NamedDistance(
            "gramOfDifference",
            "InterDistance.GRAM_OF_DIFFERENCE",
            "‖ Gram(Φ_l(Y_S^U) − Φ_l(Y_G^U)) − Gram(Φ_l(Y_S^L) − Φ_l(Y_G^L)) ‖_F",
            (s, g) -> Gram.norm(
                    Gram.of(s.unlabeled().sub(g.unlabeled())),
                    Gram.of(s.labeled().sub(g.labeled()))));

    /** ‖(Gram(S) − Gram(G)) on unlabeled − the same on labeled‖. */
    InterDistance DIFFERENCE_OF_GRAMS = new NamedDistance(
            "differenceOfGrams",
            "differenceOfGrams()",
            "‖ (Gram(Φ_l(Y_S^U)) − Gram(Φ_l(Y_G^U))) − (Gram(Φ_l(Y_S^L)) − Gram(Φ_l(Y_G^L))) ‖_F",
            (s, g) -> Gram.norm(
                    Gram.of(s.unlabeled()).sub(Gram.of(g.unlabeled())),
                    Gram.of(s.labeled()).sub(Gram.of(g.labeled()))));

    /** ‖|S − G| on unlabeled − the same on labeled‖ (Table 9, ℓ1). */
    InterDistance L1 = new NamedDistance(
            "l1",
            "l1()",
            "‖ |Φ_l(Y_S^U) − Φ_l(Y_G^U)| − |Φ_l(Y_S^L) − Φ_l(Y_G^L)| ‖_F",
            (s, g) -> Gram.norm(
                    s.unlabeled().sub(g.unlabeled()).abs(),
                    s.labeled().sub(g.labeled()).abs()));

    /** ‖(S − G)² on unlabeled − the same on labeled‖. */
    InterDistance SQUARED = new NamedDistance(
            "squared",
            "squared()",
            "‖ (Φ_l(Y_S^U) − Φ_l(Y_G^U))² − (Φ_l(Y_S^L) − Φ_l(Y_G^L))² ‖_F",
            (s, g) -> Gram.norm(
                    s.unlabeled().sub(g.unlabeled()).square(),
                    s.labeled().sub(g.labeled()).square()));

    /** One number from the features (N, C, H, W) of the specialist and of the generalist at one layer. */
    NDArray between(PerDomain specialist, PerDomain generalist);
}
