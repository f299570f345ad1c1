package io.github.pdd4j.network;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;

/**
 * Low-rank adaptation (LoRA; Hu et al. 2022, eq. 3): a weight W of a convolution or a linear layer is W₀ + (α / r) · B·A,
 * of which only A and B are trained. A kernel counts as a matrix with one row for each output channel, so that A is a
 * convolution of the kernel's size to r channels and B a 1×1 convolution from there.
 *
 * <p>At the start B is zero, and A is uniform within ±1 / √columns, drawn with the seed of the sentence. All other
 * weights stay: biases, and layers in which A and B would have no fewer numbers than W.
 *
 * <pre>{@code
 * System.out.println(distill().adapts(lora(8)));
 * System.out.println(distill().adapts(lora(4).alpha(8)).updates("body"));
 * }</pre>
 *
 * @param rank r, the number of rows of A, at least 1
 * @param alpha α, finite and above 0; default: the rank, so that the factor α / r is 1
 */
public record LowRank(int rank, double alpha) {
    private static final Settings<LowRank> SETTINGS = Settings.of(
            LowRank.class,
            Setting.of("rank").atLeast("rank of the adaptation", 1, "use lora(8)"),
            Setting.of("alpha")
                    .within(
                            "alpha of the adaptation",
                            value -> (double) value > 0 && Double.isFinite((double) value),
                            "a finite number above 0",
                            "use lora(8), whose alpha is 8"));

    /**
     * Checks the ranges.
     *
     * @param rank number of rows of A, at least 1
     * @param alpha numerator of the factor of B·A, finite and above 0
     * @throws IllegalArgumentException if a value is out of range
     */
    public LowRank {
        SETTINGS.check(rank, alpha);
    }

    /**
     * Returns an adaptation of this rank whose factor α / r is 1.
     *
     * @param rank at least 1
     * @return the adaptation
     * @throws IllegalArgumentException if the rank is below 1
     */
    public static LowRank of(int rank) {
        return new LowRank(rank, Math.max(1, rank));
    }

    /**
     * Sets α, by which the step of an optimizer grows against that of the weights themselves.
     *
     * @param value finite and above 0; default: the rank
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public LowRank alpha(double value) {
        return new LowRank(rank, value);
    }

    /** {@return the factor of B·A} */
    double scale() {
        return alpha / rank;
    }

    /** Whether A and B have fewer numbers than the weight of a layer. */
    boolean fits(String name, long[] shape) {
        return isLayer(name, shape) && rank * (shape[0] + columns(shape)) < shape[0] * columns(shape);
    }

    /** The largest rank that {@link #fits} a layer; 0 if none does. */
    static int largest(String name, long[] shape) {
        long rows = shape.length == 0 ? 0 : shape[0];
        return isLayer(name, shape) ? (int) ((rows * columns(shape) - 1) / (rows + columns(shape))) : 0;
    }

    /** Tables of relative positions have two axes too, but are no layers. */
    private static boolean isLayer(String name, long[] shape) {
        return name.endsWith(".weight") && (shape.length == 2 || shape.length == 4);
    }

    /** The length of a row of a weight as a matrix. */
    static long columns(long[] shape) {
        long columns = 1;
        for (int i = 1; i < shape.length; i++) {
            columns *= shape[i];
        }
        return columns;
    }

    /** Returns the Java code that makes this adaptation. */
    @Override
    public String toString() {
        return "lora(" + rank + ")" + (alpha == rank ? "" : ".alpha(" + alpha + ")");
    }
}
