package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;

/**
 * R_intra, the intra-model distance consistency: the distance between real and synthetic input must be the same for
 * the specialist as for the generalist.
 *
 * <p>R_intra = λ1 · Σ_layers w · mean over positions of − Σ_c softmax(d_G)_c · log(softmax(d_S)_c + 1e-6), with d =
 * |Φ(Y^U) − Φ(Y^L)| (paper, section 3.2).
 *
 * <pre>{@code
 * System.out.println(Intra.PAPER.weight(0.1));
 * }</pre>
 *
 * @param weight λ1, finite and not negative; 1 by default, 0 switches the term off
 * @param layers where features are compared (supplement, Table 5)
 * @param distance the distance between the models' distance maps; by default the cross-entropy of channel
 *     distributions
 */
public record Intra(double weight, Layers layers, IntraDistance distance) implements Loss, Viewable {
    private static final Layers PAPER_LAYERS =
            Layers.of("conv2_2", 0.1, "conv3_4", 0.3, "conv4_4", 1.0, "conv5_4", 1.0);
    private static final Settings<Intra> SETTINGS = Settings.of(
            Intra.class,
            Setting.of("weight")
                    .label("λ1")
                    .weightOf("rIntra")
                    .published(1.0, Source.AUTHORS_CODE)
                    .published(0.0, Source.TABLE_7_OR_NAIVE),
            Layers.setting()
                    .published(PAPER_LAYERS, Source.TABLE_5)
                    .published(PAPER_LAYERS.inVgg16(), Source.TABLE_5_IN_VGG16),
            Setting.of("distance").published(IntraDistance.CROSS_ENTROPY, Source.SECTION_3_2));

    /** The paper's values: λ1 = 1, the last convolution of groups 2 to 5, weights 0.1, 0.3, 1, 1. */
    public static final Intra PAPER = new Intra(1, PAPER_LAYERS, IntraDistance.CROSS_ENTROPY);

    /**
     * Checks the weight.
     *
     * @param weight factor of the term in the total, λ1; finite and at least 0, where 0 leaves the term out
     * @param layers layers of the feature extractor, each with its weight in the sum
     * @param distance distance between the specialist's and the generalist's difference of unlabeled and labeled input
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public Intra {
        SETTINGS.check(weight, layers, distance);
    }

    /**
     * A copy with another λ1.
     *
     * @param value a finite number, not negative; 0 switches the term off
     * @return the changed term
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public Intra weight(double value) {
        return new Intra(value, layers, distance);
    }

    /**
     * A copy that compares features at these layers, with equal weights that sum to 1.
     *
     * @param names layer names of the feature extractor, at least one
     * @return the changed term
     * @throws IllegalArgumentException if there are no names
     */
    public Intra layers(String... names) {
        return new Intra(weight, Layers.equal(names), distance);
    }

    /**
     * A copy that compares features at these layers.
     *
     * @param value layers and their weights
     * @return the changed term
     */
    public Intra layers(Layers value) {
        return new Intra(weight, value, distance);
    }

    /**
     * A copy with another distance.
     *
     * @param value a constant of {@link IntraDistance} or a lambda
     * @return the changed term
     */
    public Intra distance(IntraDistance value) {
        return new Intra(weight, layers, value);
    }

    /**
     * A copy with a named distance, such as {@code l1()}.
     *
     * @param value the distance
     * @return the changed term
     * @throws IllegalArgumentException if the distance exists for R_inter only; the message lists the allowed ones
     */
    public Intra distance(Distance value) {
        return distance(value.requireIntra());
    }

    /**
     * The formula, with δ = Φ_l(Y^U) − Φ_l(Y^L) of each model.
     *
     * @return the formula
     */
    public String formula() {
        return "λ1 · Σ_l w_l · "
                + (distance instanceof NamedDistance named
                        ? named.formula() + ", δ = Φ_l(Y^U) − Φ_l(Y^L)"
                        : "your own distance");
    }

    /**
     * The value without λ1.
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
