package io.github.pdd4j.data;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Seeds of single parts of a training's randomness, so that one part changes while the others stay.
 *
 * <p>A part without a seed of its own draws with {@code seed(...)}. The noise of the labeled images alone differs
 * between
 *
 * <pre>{@code
 * var base = distill().seed(7);
 * System.out.println(base.namedSeeds(s -> s.degradations(1)));
 * System.out.println(base.namedSeeds(s -> s.degradations(2)));
 * }</pre>
 *
 * @param labeled seed of the order and the positions of labeled crops; null for that of the training
 * @param unlabeled seed of the order and the positions of unlabeled crops; null for that of the training
 * @param degradations seed of what is done to labeled crops; null for that of the training
 * @param augmentation seed of the turns of all crops; null for that of the training
 * @param initialization seed of the random weights that a training begins with; null for that of the training
 */
public record NamedSeeds(
        @Nullable Long labeled,
        @Nullable Long unlabeled,
        @Nullable Long degradations,
        @Nullable Long augmentation,
        @Nullable Long initialization) {
    private static final Settings<NamedSeeds> SETTINGS = Settings.of(
            NamedSeeds.class,
            Setting.of("labeled").absentWhenNull(),
            Setting.of("unlabeled").absentWhenNull(),
            Setting.of("degradations").absentWhenNull(),
            Setting.of("augmentation").absentWhenNull(),
            Setting.of("initialization").absentWhenNull());

    /** The default: all parts draw with the seed of the training. */
    public static final NamedSeeds NONE = new NamedSeeds(null, null, null, null, null);

    /**
     * Sets the seed of labeled crops: the order of their images and their positions.
     *
     * @param seed the seed; default that of the training
     * @return a copy with this seed
     */
    public NamedSeeds labeled(long seed) {
        return SETTINGS.with(this, "labeled", seed);
    }

    /**
     * Sets the seed of unlabeled crops: the order of their images, their positions, and which crop is drawn in place of
     * one that is not kept.
     *
     * @param seed the seed; default that of the training
     * @return a copy with this seed
     */
    public NamedSeeds unlabeled(long seed) {
        return SETTINGS.with(this, "unlabeled", seed);
    }

    /**
     * Sets the seed of what {@code downscaledBy(...)} does to labeled crops by chance, such as blur and noise. Where it
     * has a seed, crops turn independently of how many numbers a degradation draws: compare runs that both have one.
     * {@code degradedBy(...)} degrades an image always alike.
     *
     * @param seed the seed; default that of the training
     * @return a copy with this seed
     */
    public NamedSeeds degradations(long seed) {
        return SETTINGS.with(this, "degradations", seed);
    }

    /**
     * Sets the seed of flips and transposition, of labeled and unlabeled crops.
     *
     * @param seed the seed; default that of the training
     * @return a copy with this seed
     */
    public NamedSeeds augmentation(long seed) {
        return SETTINGS.with(this, "augmentation", seed);
    }

    /**
     * Sets the seed of random weights: those of a new discriminator and of low-rank factors.
     *
     * @param seed the seed; default that of the training
     * @return a copy with this seed
     */
    public NamedSeeds initialization(long seed) {
        return SETTINGS.with(this, "initialization", seed);
    }

    /** Returns the Java code that makes these seeds from {@link #NONE}. */
    @Override
    public String toString() {
        return "NamedSeeds.NONE" + String.join("", SETTINGS.words(this, NONE));
    }
}
