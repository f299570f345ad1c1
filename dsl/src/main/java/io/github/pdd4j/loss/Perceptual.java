package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;

/**
 * The supervised perceptual loss: the mean absolute difference between features of the prediction and of the ground
 * truth (Eq. 11).
 *
 * <pre>{@code
 * System.out.println(Perceptual.PAPER.layers("conv3_4"));
 * }</pre>
 *
 * @param weight α2, finite and not negative; 1 in the paper
 * @param layers where features are compared (supplement, Table 5)
 */
public record Perceptual(double weight, Layers layers) implements Loss, Viewable {
    private static final Layers PAPER_LAYERS =
            Layers.of("conv1_2", 0.1, "conv2_2", 0.1, "conv3_4", 1.0, "conv4_4", 1.0, "conv5_4", 1.0);
    private static final Settings<Perceptual> SETTINGS = Settings.of(
            Perceptual.class,
            Setting.of("weight").label("α2").weightOf("perceptual").published(1.0, Source.TABLE_4),
            Layers.setting()
                    .published(PAPER_LAYERS, Source.TABLE_5)
                    .published(PAPER_LAYERS.inVgg16(), Source.TABLE_5_IN_VGG16));

    /** The paper's values: α2 = 1; weight 0.1 at conv1_2 and conv2_2, 1 at conv3_4, conv4_4 and conv5_4. */
    public static final Perceptual PAPER = new Perceptual(1, PAPER_LAYERS);

    /**
     * Checks the weight.
     *
     * @param weight factor of the term in the total, α2; finite and at least 0, where 0 leaves the term out
     * @param layers layers of the feature extractor, each with its weight in the sum
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public Perceptual {
        SETTINGS.check(weight, layers);
    }

    /**
     * A copy with another α2.
     *
     * @param value a finite number, not negative; 0 switches the term off
     * @return the changed term
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public Perceptual weight(double value) {
        return new Perceptual(value, layers);
    }

    /**
     * A copy that compares features at these layers, with equal weights that sum to 1.
     *
     * @param names layer names of the feature extractor, at least one
     * @return the changed term
     * @throws IllegalArgumentException if there are no names
     */
    public Perceptual layers(String... names) {
        return new Perceptual(weight, Layers.equal(names));
    }

    /**
     * A copy that compares features at these layers.
     *
     * @param value layers and their weights
     * @return the changed term
     */
    public Perceptual layers(Layers value) {
        return new Perceptual(weight, value);
    }

    /**
     * The value without α2.
     *
     * @param p the predictions of one iteration
     * @return a float32 scalar
     */
    @Override
    public NDArray of(Predictions p) {
        return layers.sum(layer -> p.features(layer)
                .specialist()
                .labeled()
                .sub(p.features(layer).truth())
                .abs()
                .mean());
    }

    @Override
    public View view() {
        return SettingsTable.of(this);
    }
}
