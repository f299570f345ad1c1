package io.github.pdd4j.loss;

/**
 * A distance between single elements of feature maps, in the form that each of the two regularisers gives it.
 *
 * <pre>{@code
 * System.out.println(distill().rIntra(r -> r.distance(l1())).rInter(r -> r.distance(l1())));
 * }</pre>
 *
 * @param intra as R_intra takes it
 * @param inter as R_inter takes it
 */
public record Elementwise(IntraDistance intra, InterDistance inter) {
    /** Absolute differences (Table 9, ℓ1). */
    public static final Elementwise L1 = new Elementwise(IntraDistance.L1, InterDistance.L1);

    /** Squared differences. */
    public static final Elementwise SQUARED = new Elementwise(IntraDistance.SQUARED, InterDistance.SQUARED);

    @Override
    public String toString() {
        return intra.toString();
    }
}
