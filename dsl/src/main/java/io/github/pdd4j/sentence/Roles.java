package io.github.pdd4j.sentence;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import org.jspecify.annotations.Nullable;

/**
 * The networks and the data of a distillation; null if not set yet.
 *
 * @param generalist generalist
 * @param specialist specialist before training
 * @param labeled labeled pairs
 * @param unlabeled unlabeled low-resolution images
 * @param features feature extractor of the distances
 */
@Internal
public record Roles(
        @Nullable Generalist generalist,
        @Nullable Network specialist,
        @Nullable Pairs labeled,
        @Nullable Images unlabeled,
        FeatureExtractor features) {
    /** The name of the generalist. */
    public static final String GENERALIST = "generalist";

    /** The name of the specialist. */
    public static final String SPECIALIST = "specialist";

    /** The name of the labeled images. */
    public static final String LABELED = "labeled";

    /** The name of the unlabeled images. */
    public static final String UNLABELED = "unlabeled";

    /** One description of each setting, in the order of the components. */
    public static final Settings<Roles> SETTINGS = Settings.of(
            Roles.class,
            Setting.of(GENERALIST).required().published(new MovingAverage(0.999), Source.EMA_MODE),
            Setting.of(SPECIALIST).required(),
            Setting.of(LABELED).required(),
            Setting.of(UNLABELED).required(),
            Setting.of("features").always());

    static Roles in(FeatureExtractor features) {
        return new Roles(null, null, null, null, features);
    }
}
