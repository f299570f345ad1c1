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
 * A discriminator and its initial weights.
 *
 * <pre>{@code
 * System.out.println(DiscriminatorStart.unet(16));
 * }</pre>
 */
public final class DiscriminatorStart implements Facts.Stated {
    private final DiscriminatorConfig config;
    private final @Nullable StateDict weights;
    private final String phrase;

    private DiscriminatorStart(DiscriminatorConfig config, @Nullable StateDict weights, String phrase) {
        this.config = config;
        this.weights = weights;
        this.phrase = phrase;
    }

    /**
     * {@code UNetDiscriminatorSN} with random weights, drawn with the run's seed.
     *
     * @param features channels of the first convolution, 1 or more; 64 in the paper
     * @return the discriminator
     * @throws IllegalArgumentException if {@code features} is less than 1
     */
    public static DiscriminatorStart unet(int features) {
        return new DiscriminatorStart(UNetDiscriminator.sized(features), null, "unet(" + features + ")");
    }

    /**
     * Loads the discriminator of a checkpoint.
     *
     * @param file the checkpoint, a {@code UNetDiscriminatorSN} with BasicSR's keys
     * @return the discriminator
     * @throws IllegalArgumentException if the file holds another network
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static DiscriminatorStart load(Path file) {
        return of(Checkpoints.read(file), file.getFileName().toString());
    }

    /**
     * Loads the discriminator of a checkpoint.
     *
     * @param file path of the checkpoint, a {@code UNetDiscriminatorSN} with BasicSR's keys
     * @return the discriminator
     * @throws IllegalArgumentException if the file holds another network
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static DiscriminatorStart load(String file) {
        return load(Path.of(file));
    }

    /**
     * The discriminator with these weights.
     *
     * @param weights tensors of a {@code UNetDiscriminatorSN} with BasicSR's keys
     * @param source name of the origin, for messages and {@link #toString()}
     * @return the discriminator
     * @throws IllegalArgumentException if the keys are those of another network
     */
    public static DiscriminatorStart of(StateDict weights, String source) {
        Architecture.Recognized found = Architecture.find(weights, DiscriminatorConfig.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        "discriminator must be a UNetDiscriminatorSN in BasicSR's key layout, got " + source
                                + " with other keys: use DiscriminatorStart.unet(64) to begin with random weights"));
        return new DiscriminatorStart(
                (DiscriminatorConfig) found.config(),
                found.weights(),
                "DiscriminatorStart.load(" + Phrases.of(source) + ")");
    }

    /**
     * The architecture and its sizes.
     *
     * @return the configuration
     */
    public DiscriminatorConfig config() {
        return config;
    }

    /**
     * The weights at the start of training.
     *
     * @param seed used only for random weights
     * @return the loaded weights, or weights drawn with the seed
     */
    public StateDict start(long seed) {
        return weights == null ? config.initial(seed) : weights;
    }

    @Override
    public Object facts() {
        return weights == null
                ? Map.of("config", config, "seeded", true)
                : Map.of("config", config, "weights", weights.digest());
    }

    /** Discriminators are equal if their configurations and weights are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DiscriminatorStart discriminator && facts().equals(discriminator.facts());
    }

    @Override
    public int hashCode() {
        return config.hashCode();
    }

    @Override
    public String toString() {
        return phrase;
    }
}
