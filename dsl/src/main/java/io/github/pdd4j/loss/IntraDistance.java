package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Tensors;

/**
 * The distance of R_intra at one layer: it compares the specialist's difference between unlabeled and labeled input
 * with the generalist's.
 *
 * <p>In the formulas, δ_S and δ_G are the features of the specialist and of the generalist on unlabeled input minus
 * those on labeled input, and ‖·‖ is the Frobenius norm over the whole tensor.
 */
@FunctionalInterface
public interface IntraDistance {
    /**
     * Cross-entropy of softmax(|δ_S|) relative to softmax(|δ_G|) over channels, mean over positions: the distance of
     * the paper.
     */
    IntraDistance CROSS_ENTROPY = new NamedDistance(
            "crossEntropy",
            "IntraDistance.CROSS_ENTROPY",
            "mean over positions of −Σ_c softmax(|δ_G|)_c · log(softmax(|δ_S|)_c + 1e-6)",
            (s, g) -> crossEntropy(
                    unlabeledMinusLabeled(s).abs(), unlabeledMinusLabeled(g).abs()));

    /** Mean ||δ_S| − |δ_G||. */
    IntraDistance L1 = new NamedDistance(
            "l1",
            "l1()",
            "mean ||δ_S| − |δ_G||",
            (s, g) -> unlabeledMinusLabeled(s)
                    .abs()
                    .sub(unlabeledMinusLabeled(g).abs())
                    .abs()
                    .mean());

    /** Mean (|δ_S| − |δ_G|)². */
    IntraDistance SQUARED = new NamedDistance(
            "squared",
            "squared()",
            "mean (|δ_S| − |δ_G|)²",
            (s, g) -> unlabeledMinusLabeled(s)
                    .abs()
                    .sub(unlabeledMinusLabeled(g).abs())
                    .square()
                    .mean());

    /** ‖|δ_S| − |δ_G|‖, not divided by the number of values. */
    IntraDistance FROBENIUS = new NamedDistance(
            "frobenius",
            "frobenius()",
            "‖|δ_S| − |δ_G|‖_F",
            (s, g) -> FeatureMaps.frobenius(
                    unlabeledMinusLabeled(s).abs(), unlabeledMinusLabeled(g).abs()));

    /** |‖δ_S‖ − ‖δ_G‖|. */
    IntraDistance NORM_DIFFERENCE = new NamedDistance(
            "normDifference",
            "normDifference()",
            "|‖δ_S‖_F − ‖δ_G‖_F|",
            (s, g) -> unlabeledMinusLabeled(s)
                    .norm()
                    .sub(unlabeledMinusLabeled(g).norm())
                    .abs());

    /**
     * Mean over positions of the cosine between δ_S and δ_G, vectors over channels.
     *
     * <p>The sign follows the published code: as a loss, it is minimal where the differences point in opposite
     * directions.
     */
    IntraDistance COSINE = new NamedDistance(
            "cosine",
            "cosine()",
            "mean over positions of cos(δ_S, δ_G)",
            (s, g) -> cosine(unlabeledMinusLabeled(s), unlabeledMinusLabeled(g)));

    /**
     * The distance at one layer.
     *
     * @param specialist features of the specialist, each (N, C, H, W)
     * @param generalist features of the generalist, each (N, C, H, W)
     * @return a float32 scalar
     */
    NDArray between(PerDomain specialist, PerDomain generalist);

    private static NDArray unlabeledMinusLabeled(PerDomain domains) {
        return domains.unlabeled().sub(domains.labeled());
    }

    /** Mean over positions of −Σ_c softmax(d_G)_c · log(softmax(d_S)_c + 1e-6). */
    private static NDArray crossEntropy(NDArray ofSpecialist, NDArray ofGeneralist) {
        NDArray target = FeatureMaps.softmax(ofGeneralist);
        NDArray logarithm = FeatureMaps.softmax(ofSpecialist).add(1e-6f).log();
        long channels = ofSpecialist.getShape().get(1);
        return Tensors.scaled(target.mul(logarithm).mean(), -(double) channels);
    }

    private static NDArray cosine(NDArray a, NDArray b) {
        NDArray lengths = length(a).mul(length(b));
        return a.mul(b).sum(new int[] {1}).div(lengths).mean();
    }

    /** Bounded from below, so that a zero difference has cosine 0 and gradient 0. */
    private static NDArray length(NDArray x) {
        return Tensors.atLeast(x.norm(new int[] {1}), 1e-8);
    }
}
