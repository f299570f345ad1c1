package io.github.pdd4j.loss;

import java.util.Optional;

/**
 * A named distance with its variants for R_intra and R_inter; some exist for one of the two only.
 *
 * <pre>{@code
 * System.out.println(distill().rIntra(r -> r.distance(l1())).rInter(r -> r.distance(l1())));
 * }</pre>
 *
 * @param phrase the call that creates it, such as {@code l1()}
 * @param intra the variant for R_intra; empty if there is none
 * @param inter the variant for R_inter; empty if there is none
 */
public record Distance(String phrase, Optional<IntraDistance> intra, Optional<InterDistance> inter) {
    /** Absolute differences (Table 9, ℓ1). */
    public static final Distance L1 = both("l1()", IntraDistance.L1, InterDistance.L1);

    /** Squared differences. */
    public static final Distance SQUARED = both("squared()", IntraDistance.SQUARED, InterDistance.SQUARED);

    /** The Frobenius norm of the difference of the distance maps; R_intra only. */
    public static final Distance FROBENIUS = intra("frobenius()", IntraDistance.FROBENIUS);

    /** The difference of two Frobenius norms; R_intra only. */
    public static final Distance NORM_DIFFERENCE = intra("normDifference()", IntraDistance.NORM_DIFFERENCE);

    /** The cosine between the signed differences of the two models; R_intra only. */
    public static final Distance COSINE = intra("cosine()", IntraDistance.COSINE);

    /** The difference of the two models' Gram matrices; R_inter only. */
    public static final Distance DIFFERENCE_OF_GRAMS =
            new Distance("differenceOfGrams()", Optional.empty(), Optional.of(InterDistance.DIFFERENCE_OF_GRAMS));

    private static Distance both(String phrase, IntraDistance intra, InterDistance inter) {
        return new Distance(phrase, Optional.of(intra), Optional.of(inter));
    }

    private static Distance intra(String phrase, IntraDistance intra) {
        return new Distance(phrase, Optional.of(intra), Optional.empty());
    }

    IntraDistance requireIntra() {
        return intra.orElseThrow(
                () -> refusal("rIntra", "l1(), squared(), frobenius(), normDifference() or cosine()", "rInter"));
    }

    InterDistance requireInter() {
        return inter.orElseThrow(() -> refusal("rInter", "l1(), squared() or differenceOfGrams()", "rIntra"));
    }

    private IllegalArgumentException refusal(String where, String allowed, String other) {
        return new IllegalArgumentException("distance of " + where + " must be " + allowed
                + " or a lambda of your own, got " + phrase + ", which only " + other
                + " has: use one of these, or leave distance(...) out for the paper's");
    }

    @Override
    public String toString() {
        return phrase;
    }
}
