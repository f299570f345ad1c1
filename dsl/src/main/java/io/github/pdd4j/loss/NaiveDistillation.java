package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;

/**
 * Naive distillation, the paper's baseline: on unlabeled input the specialist is trained to match the generalist.
 *
 * <p>mean |Y_S^U − Y_G^U| + Σ_layers w · mean |Φ(Y_S^U) − Φ(Y_G^U)|.
 *
 * <pre>{@code
 * System.out.println(distill().rIntra(0).rInter(0).naiveDistillation(1.0));
 * }</pre>
 *
 * @param weight finite and not negative; 0 switches the term off
 * @param layers where features are compared; by default those of the perceptual loss
 */
public record NaiveDistillation(double weight, Layers layers) implements Loss, Viewable {
    private static final Settings<NaiveDistillation> SETTINGS = Settings.of(
            NaiveDistillation.class,
            Setting.of("weight")
                    .weightOf("naiveDistillation")
                    .published(0.0, Source.PAPER)
                    .published(1.0, Source.NAIVE_DISTILLATION),
            Layers.setting()
                    .published(Perceptual.PAPER.layers(), Source.TABLE_5)
                    .published(Perceptual.PAPER.layers().inVgg16(), Source.TABLE_5_IN_VGG16));

    /** The baseline's values: weight 1, the layers of the perceptual loss. */
    public static final NaiveDistillation PAPER = new NaiveDistillation(1, Perceptual.PAPER.layers());

    /**
     * Checks the weight.
     *
     * @param weight factor of the term in the total; finite and at least 0, where 0 leaves the term out
     * @param layers layers at which features are compared in addition to the pixels, each with its weight in the sum
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public NaiveDistillation {
        SETTINGS.check(weight, layers);
    }

    /**
     * A copy with another weight.
     *
     * @param value a finite number, not negative; 0 switches the term off
     * @return the changed term
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public NaiveDistillation weight(double value) {
        return new NaiveDistillation(value, layers);
    }

    /**
     * A copy that compares features at these layers, with equal weights that sum to 1.
     *
     * @param names layer names of the feature extractor, at least one
     * @return the changed term
     * @throws IllegalArgumentException if there are no names
     */
    public NaiveDistillation layers(String... names) {
        return new NaiveDistillation(weight, Layers.equal(names));
    }

    /**
     * A copy that compares features at these layers.
     *
     * @param value layers and their weights
     * @return the changed term
     */
    public NaiveDistillation layers(Layers value) {
        return new NaiveDistillation(weight, value);
    }

    /**
     * The value without the weight.
     *
     * @param p the predictions of one iteration
     * @return a float32 scalar
     */
    @Override
    public NDArray of(Predictions p) {
        NDArray pixels = distance(p);
        return pixels.add(layers.sum(layer -> distance(p.features(layer))));
    }

    private static NDArray distance(Views views) {
        return views.specialist()
                .unlabeled()
                .sub(views.generalist().unlabeled())
                .abs()
                .mean();
    }

    @Override
    public View view() {
        return SettingsTable.of(this);
    }
}
