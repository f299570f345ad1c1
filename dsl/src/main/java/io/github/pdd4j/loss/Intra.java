package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;

/**
 * R_intra, the intra-model distance consistency: real and synthetic input must be as far apart for the specialist as
 * they are for the generalist.
 *
 * <p>R_intra = λ1 · Σ_layers w · mean over positions of − Σ_c softmax(d_G)_c · log(softmax(d_S)_c + 1e-6), with
 * d = |Φ(Y^U) − Φ(Y^L)| (paper, section 3.2).
 *
 * <pre>{@code
 * System.out.println(Intra.PAPER.weight(0.1));
 * }</pre>
 *
 * @param weight λ1, 1 by default, finite and not negative; 0 switches the term off
 * @param layers where features are compared (supplement, Table 5)
 * @param distance how, the cross-entropy of channel distributions by default
 */
public record Intra(double weight, Layers layers, IntraDistance distance) implements Loss {
    private static final Layers PAPER_LAYERS =
            Layers.of("conv2_2", 0.1, "conv3_4", 0.3, "conv4_4", 1.0, "conv5_4", 1.0);
    private static final Settings<Intra> SETTINGS = Settings.of(
            Intra.class,
            Setting.of("weight")
                    .label("λ1")
                    .weightOf("rIntra")
                    .published(1.0, Source.AUTHORS_CODE)
                    .published(0.0, Source.TABLE_7_OR_NAIVE),
            Layers.setting().published(PAPER_LAYERS, Source.TABLE_5),
            Setting.of("distance").published(IntraDistance.CROSS_ENTROPY, Source.SECTION_3_2));

    /** The paper's: λ1 = 1, the last convolution of groups 2 to 5, weights 0.1, 0.3, 1, 1. */
    public static final Intra PAPER = new Intra(1, PAPER_LAYERS, IntraDistance.CROSS_ENTROPY);

    /** Checks the weight. */
    public Intra {
        SETTINGS.check(weight, layers, distance);
    }

    /** The same with another λ1. */
    public Intra weight(double value) {
        return new Intra(value, layers, distance);
    }

    /** The same at these layers, with equal weights that sum to one. */
    public Intra layers(String... names) {
        return new Intra(weight, Layers.equal(names), distance);
    }

    /** The same at these layers. */
    public Intra layers(Layers value) {
        return new Intra(weight, value, distance);
    }

    /** The same with another distance. */
    public Intra distance(IntraDistance value) {
        return new Intra(weight, layers, value);
    }

    /**
     * The same with a distance by its word, such as {@code l1()}.
     *
     * @throws IllegalArgumentException if it is of the other regularizer only; the message says which do
     */
    public Intra distance(Distance value) {
        return distance(value.requireIntra());
    }

    /** What is computed, with δ = Φ_l(Y^U) − Φ_l(Y^L) of each model. */
    public String formula() {
        return "λ1 · Σ_l w_l · "
                + (distance instanceof NamedDistance named
                        ? named.formula() + ", δ = Φ_l(Y^U) − Φ_l(Y^L)"
                        : "your own distance");
    }

    /** The value without λ1. */
    @Override
    public NDArray of(Predictions p) {
        return layers.sum(layer -> distance.between(
                p.features(layer).specialist(), p.features(layer).generalist()));
    }
}
