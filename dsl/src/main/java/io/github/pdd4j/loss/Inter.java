package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;

/**
 * R_inter, the inter-model distance consistency: the difference between the two models must be the same on real and on
 * synthetic input.
 *
 * <p>R_inter = λ2 · Σ_layers w · ‖ Gram(Φ(Y_S^U) − Φ(Y_G^U)) − Gram(Φ(Y_S^L) − Φ(Y_G^L)) ‖_F (paper, section 3.2).
 *
 * <pre>{@code
 * System.out.println(Inter.PAPER.weight(0.5).layers("conv2_1", "conv3_1"));
 * }</pre>
 *
 * @param weight λ2, finite and not negative; 1 by default, 0 switches the term off
 * @param layers where features are compared (supplement, Table 5)
 * @param distance the distance between the models' features; by default the Gram matrix of their difference
 */
public record Inter(double weight, Layers layers, InterDistance distance) implements Loss, Viewable {
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

    /** The paper's values: λ2 = 1, the first convolution of groups 2 to 5, weight 0.25 each. */
    public static final Inter PAPER = new Inter(1, PAPER_LAYERS, InterDistance.GRAM_OF_DIFFERENCE);

    /**
     * Checks the weight.
     *
     * @param weight factor of the term in the total, λ2; finite and at least 0, where 0 leaves the term out
     * @param layers layers of the feature extractor, each with its weight in the sum
     * @param distance distance between the differences of the two models on unlabeled and on labeled input
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public Inter {
        SETTINGS.check(weight, layers, distance);
    }

    /**
     * A copy with another λ2.
     *
     * @param value a finite number, not negative; 0 switches the term off
     * @return the changed term
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public Inter weight(double value) {
        return new Inter(value, layers, distance);
    }

    /**
     * A copy that compares features at these layers, with equal weights that sum to 1.
     *
     * @param names layer names of the feature extractor, at least one
     * @return the changed term
     * @throws IllegalArgumentException if there are no names
     */
    public Inter layers(String... names) {
        return new Inter(weight, Layers.equal(names), distance);
    }

    /**
     * A copy that compares features at these layers.
     *
     * @param value layers and their weights
     * @return the changed term
     */
    public Inter layers(Layers value) {
        return new Inter(weight, value, distance);
    }

    /**
     * A copy with another distance.
     *
     * @param value a constant of {@link InterDistance} or a lambda
     * @return the changed term
     */
    public Inter distance(InterDistance value) {
        return new Inter(weight, layers, value);
    }

    /**
     * A copy with a named distance, such as {@code l1()}.
     *
     * @param value the distance
     * @return the changed term
     * @throws IllegalArgumentException if the distance exists for R_intra only; the message lists the allowed ones
     */
    public Inter distance(Distance value) {
        return distance(value.requireInter());
    }

    /**
     * The formula, with Φ_l the features at layer l.
     *
     * @return the formula
     */
    public String formula() {
        return "λ2 · Σ_l w_l · " + (distance instanceof NamedDistance named ? named.formula() : "your own distance");
    }

    /**
     * The value without λ2.
     *
     * @param p the predictions of one iteration
     * @return a float32 scalar
     */
    @Override
    public NDArray of(Predictions p) {
        return layers.sum(layer -> distance.between(
                p.features(layer).specialist(), p.features(layer).generalist()));
    }

    @Override
    public View view() {
        return SettingsTable.of(this);
    }
}
