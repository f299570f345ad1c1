package io.github.pdd4j.loss;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;

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
    private static final Critic PUBLISHED_CRITIC = Critic.unet(64);
    private static final Settings<Adversarial> SETTINGS = Settings.of(
            Adversarial.class,
            Setting.of("weight").label("α3 = λ3").weightOf("adversarial").published(0.01, Source.TABLE_4),
            Setting.of("kind").published(AdversarialKind.VANILLA, Source.EQ_11),
            Setting.of("critic").label("discriminator").published(PUBLISHED_CRITIC, Source.AUTHORS_CODE),
            Setting.of("headStart")
                    .label("head start")
                    .within(
                            "head start of the discriminator",
                            value -> (int) value >= 0,
                            "at least 0 iterations",
                            "use headStart(300) as the published code does")
                    .published(300, Source.AUTHORS_CODE),
            Setting.of("separate")
                    .label("a term for each domain")
                    .published(true, Source.EQ_12)
                    .published(false, Source.AUTHORS_CODE));

    /** The published code's: weight 0.01, vanilla, head start 300, one term of both sides. */
    public static final Adversarial PUBLISHED =
            new Adversarial(0.01, AdversarialKind.VANILLA, PUBLISHED_CRITIC, 300, false);

    /** Checks weight and head start. */
    public Adversarial {
        SETTINGS.check(weight, kind, critic, headStart, separate);
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
