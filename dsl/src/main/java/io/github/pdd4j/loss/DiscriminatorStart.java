package io.github.pdd4j.loss;

import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.DiscriminatorConfig;
import io.github.pdd4j.network.discriminator.UNetDiscriminator;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The discriminator that judges the specialist's images, and what it starts from.
 *
 * <pre>{@code
 * System.out.println(DiscriminatorStart.unet(16));
 * }</pre>
 */
public final class DiscriminatorStart implements Facts.Stated {
    private final DiscriminatorConfig form;
    private final @Nullable StateDict weights;
    private final String phrase;

    private DiscriminatorStart(DiscriminatorConfig form, @Nullable StateDict weights, String phrase) {
        this.form = form;
        this.weights = weights;
        this.phrase = phrase;
    }

    /**
     * {@code UNetDiscriminatorSN} with weights drawn by the run's seed.
     *
     * @param features channels of its first convolution, 64 in the paper, from 1 on
     */
    public static DiscriminatorStart unet(int features) {
        return new DiscriminatorStart(UNetDiscriminator.sized(features), null, "unet(" + features + ")");
    }

    /**
     * The discriminator of a checkpoint.
     *
     * @throws IllegalArgumentException when the file holds another kind of network
     */
    public static DiscriminatorStart load(Path file) {
        return of(Checkpoints.read(file), file.getFileName().toString());
    }

    /** The same by the file's path as a text. */
    public static DiscriminatorStart load(String file) {
        return load(Path.of(file));
    }

    /** The discriminator that these weights belong to. */
    public static DiscriminatorStart of(StateDict weights, String source) {
        Architecture.Recognized found = Architecture.find(weights, DiscriminatorConfig.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        "discriminator must be a UNetDiscriminatorSN in BasicSR's key layout, got " + source
                                + " with other keys: use DiscriminatorStart.unet(64) to begin with random weights"));
        return new DiscriminatorStart(
                (DiscriminatorConfig) found.blueprint(),
                found.weights(),
                "DiscriminatorStart.load(" + Phrases.of(source) + ")");
    }

    /** Its form. */
    public DiscriminatorConfig form() {
        return form;
    }

    /** The weights that training starts from; the seed counts where none were given. */
    public StateDict start(long seed) {
        return weights == null ? form.initial(seed) : weights;
    }

    @Override
    public Object facts() {
        return Map.of("form", form, "weights", weights == null ? "drawn by the seed" : weights.digest());
    }

    /** Another discriminator of the same form and the same weights is the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DiscriminatorStart discriminator && facts().equals(discriminator.facts());
    }

    @Override
    public int hashCode() {
        return form.hashCode();
    }

    @Override
    public String toString() {
        return phrase;
    }
}
