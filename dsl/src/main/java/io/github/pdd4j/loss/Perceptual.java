package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;

/**
 * The supervised perceptual loss: mean absolute difference of features to those of the truth (Eq. 11).
 *
 * <pre>{@code
 * System.out.println(Perceptual.PAPER.layers("conv3_4"));
 * }</pre>
 *
 * @param weight α2, 1 in the paper
 * @param layers where features are compared (supplement, Table 5)
 */
public record Perceptual(double weight, Layers layers) implements Loss {
    private static final Layers PAPER_LAYERS =
            Layers.of("conv1_2", 0.1, "conv2_2", 0.1, "conv3_4", 1.0, "conv4_4", 1.0, "conv5_4", 1.0);
    private static final Settings<Perceptual> SETTINGS = Settings.of(
            Perceptual.class,
            Setting.of("weight").label("α2").weightOf("perceptual").published(1.0, Source.TABLE_4),
            Layers.setting().published(PAPER_LAYERS, Source.TABLE_5));

    /** The paper's: α2 = 1; conv1_2 and conv2_2 with 0.1, conv3_4, conv4_4 and conv5_4 with 1. */
    public static final Perceptual PAPER = new Perceptual(1, PAPER_LAYERS);

    /** Checks the weight. */
    public Perceptual {
        SETTINGS.check(weight, layers);
    }

    /** The same with another α2. */
    public Perceptual weight(double value) {
        return new Perceptual(value, layers);
    }

    /** The same at these layers, with equal weights that sum to one. */
    public Perceptual layers(String... names) {
        return new Perceptual(weight, Layers.equal(names));
    }

    /** The same at these layers. */
    public Perceptual layers(Layers value) {
        return new Perceptual(weight, value);
    }

    /** The value without α2. */
    @Override
    public NDArray of(Predictions p) {
        return layers.sum(layer -> p.features(layer)
                .specialist()
                .labeled()
                .sub(p.features(layer).truth())
                .abs()
                .mean());
    }
}
