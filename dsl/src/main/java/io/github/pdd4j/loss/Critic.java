package io.github.pdd4j.loss;

import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.Discriminator;
import io.github.pdd4j.network.discriminator.UNetDiscriminator;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The discriminator that judges the specialist's pictures, and what it starts from.
 *
 * <pre>{@code
 * System.out.println(Critic.unet(16));
 * }</pre>
 */
public final class Critic implements Facts.Stated {
    private final Discriminator form;
    private final @Nullable StateDict weights;
    private final String phrase;

    private Critic(Discriminator form, @Nullable StateDict weights, String phrase) {
        this.form = form;
        this.weights = weights;
        this.phrase = phrase;
    }

    /**
     * {@code UNetDiscriminatorSN} with weights drawn by the run's seed.
     *
     * @param features channels of its first convolution, 64 in the paper, from 1 on
     */
    public static Critic unet(int features) {
        return new Critic(UNetDiscriminator.sized(features), null, "unet(" + features + ")");
    }

    /**
     * The discriminator of a checkpoint.
     *
     * @throws IllegalArgumentException when the file holds another kind of network
     */
    public static Critic load(Path file) {
        return of(Checkpoints.read(file), file.getFileName().toString());
    }

    /** The same by the file's path as a text. */
    public static Critic load(String file) {
        return load(Path.of(file));
    }

    /** The discriminator that these weights belong to. */
    public static Critic of(StateDict weights, String source) {
        Architecture.Recognised found = Architecture.find(weights, Discriminator.class)
                .orElseThrow(() -> new IllegalArgumentException(
                        "discriminator must be a UNetDiscriminatorSN in BasicSR's key layout, got " + source
                                + " with other keys: use Critic.unet(64) to begin with random weights"));
        return new Critic(
                (Discriminator) found.blueprint(), found.weights(), "Critic.load(" + Phrases.of(source) + ")");
    }

    /** Its form. */
    public Discriminator form() {
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
        return other instanceof Critic critic && facts().equals(critic.facts());
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
