package io.github.pdd4j.loss;

/**
 * The adversarial part of the total loss (Eq. 11 and 12): a discriminator learns to tell the specialist's pictures from
 * true ones, and the specialist learns to pass.
 *
 * <pre>{@code
 * System.out.println(distill().adversarial(a -> a.kind(AdversarialKind.HINGE).critic(unet(16)).headStart(50)));
 * }</pre>
 *
 * @param weight α3 = λ3, 0.01 in the paper, finite and not negative
 * @param kind what both make of the logits
 * @param critic the discriminator, with 64 features by default
 * @param headStart iterations in which only the discriminator learns, 300 in the published code, from 0 on
 * @param separate whether Y_S^U is judged in a term of its own, as Eq. 12 writes it; the published code judges Y_S^L
 *     and Y_S^U side by side in one term
 */
public record Adversarial(double weight, AdversarialKind kind, Critic critic, int headStart, boolean separate) {
    /** The published code's: weight 0.01, vanilla, head start 300, one term of both sides. */
    public static final Adversarial PUBLISHED =
            new Adversarial(0.01, AdversarialKind.VANILLA, Critic.unet(64), 300, false);

    /** Checks weight and head start. */
    public Adversarial {
        Weights.require("adversarial", weight);
        if (headStart < 0) {
            throw new IllegalArgumentException("head start of the discriminator must be at least 0 iterations, got "
                    + headStart + ": use headStart(300) as the published code does");
        }
    }

    /** The same with another weight. */
    public Adversarial weight(double value) {
        return new Adversarial(value, kind, critic, headStart, separate);
    }

    /** The same with another formula. */
    public Adversarial kind(AdversarialKind value) {
        return new Adversarial(weight, value, critic, headStart, separate);
    }

    /** The same with another discriminator. */
    public Adversarial critic(Critic value) {
        return new Adversarial(weight, kind, value, headStart, separate);
    }

    /** The same with another head start of the discriminator, in iterations. */
    public Adversarial headStart(int iterations) {
        return new Adversarial(weight, kind, critic, iterations, separate);
    }

    /** The same with one term for each side (Eq. 12), or with one for both. */
    public Adversarial separate(boolean value) {
        return new Adversarial(weight, kind, critic, headStart, value);
    }
}
