package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;

/**
 * R_inter, the inter-model distance consistency: what separates the two models on real input must be what separates
 * them on synthetic input.
 *
 * <p>R_inter = λ2 · Σ_layers w · ‖ Gram(Φ(Y_S^U) − Φ(Y_G^U)) − Gram(Φ(Y_S^L) − Φ(Y_G^L)) ‖_F (paper, section 3.2).
 *
 * <pre>{@code
 * System.out.println(Inter.PAPER.weight(0.5).layers("conv2_1", "conv3_1"));
 * }</pre>
 *
 * @param weight λ2, 1 by default, finite and not negative; 0 switches the term off
 * @param layers where features are compared (supplement, Table 5)
 * @param distance how, the Gram matrix of the difference by default
 */
public record Inter(double weight, Layers layers, InterDistance distance) implements Loss {
    private static final Layers PAPER_LAYERS = Layers.equal("conv2_1", "conv3_1", "conv4_1", "conv5_1");
    private static final Settings<Inter> SETTINGS = Settings.of(
            Inter.class,
            Setting.of("weight")
                    .label("λ2")
                    .weightOf("rInter")
                    .published(1.0, Source.AUTHORS_CODE)
                    .published(0.0, Source.TABLE_7_OR_NAIVE),
            Layers.setting().published(PAPER_LAYERS, Source.TABLE_5),
            Setting.of("distance")
                    .published(InterDistance.GRAM_OF_DIFFERENCE, Source.SECTION_3_2)
                    .published(InterDistance.L1, Source.TABLE_9));

    /** The paper's: λ2 = 1, the first convolution of groups 2 to 5, 0.25 each. */
    public static final Inter PAPER = new Inter(1, PAPER_LAYERS, InterDistance.GRAM_OF_DIFFERENCE);

    /** Checks the weight. */
    public Inter {
        SETTINGS.check(weight, layers, distance);
    }

    /** The same with another λ2. */
    public Inter weight(double value) {
        return new Inter(value, layers, distance);
    }

    /** The same at these layers, with equal weights that sum to one. */
    public Inter layers(String... names) {
        return new Inter(weight, Layers.equal(names), distance);
    }

    /** The same at these layers. */
    public Inter layers(Layers value) {
        return new Inter(weight, value, distance);
    }

    /** The same with another distance. */
    public Inter distance(InterDistance value) {
        return new Inter(weight, layers, value);
    }

    /**
     * The same with a distance by its word, such as {@code l1()}.
     *
     * @throws IllegalArgumentException if it is of the other regularizer only; the message says which do
     */
    public Inter distance(Distance value) {
        return distance(value.requireInter());
    }

    /** What is computed, with Φ_l the features at a layer. */
    public String formula() {
        return "λ2 · Σ_l w_l · " + (distance instanceof NamedDistance named ? named.formula() : "your own distance");
    }

    /** The value without λ2. */
    @Override
    public NDArray of(Predictions p) {
        return layers.sum(layer -> distance.between(
                p.features(layer).specialist(), p.features(layer).generalist()));
    }
}
