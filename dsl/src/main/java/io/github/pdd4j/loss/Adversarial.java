package io.github.pdd4j.loss;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;

/**
 * The adversarial part of the total loss (Eq. 11 and 12): a discriminator learns to tell the specialist's images from
 * true ones, and the specialist learns to pass.
 *
 * <pre>{@code
 * System.out.println(distill().adversarial(a -> a.kind(AdversarialKind.HINGE).discriminator(unet(16)).discriminatorWarmUp(50)));
 * }</pre>
 *
 * @param weight α3 = λ3, 0.01 in the paper, finite and not negative
 * @param kind what both make of the logits
 * @param discriminator the discriminator, with 64 features by default
 * @param discriminatorWarmUp iterations in which only the discriminator learns, 300 in the published code, from 0 on
 * @param perDomainTerms whether Y_S^U is judged in a term of its own, as Eq. 12 writes it; the published code judges Y_S^L
 *     and Y_S^U side by side in one term
 */
public record Adversarial(
        double weight,
        AdversarialKind kind,
        DiscriminatorStart discriminator,
        int discriminatorWarmUp,
        boolean perDomainTerms) {
    private static final DiscriminatorStart PUBLISHED_CRITIC = DiscriminatorStart.unet(64);
    private static final Settings<Adversarial> SETTINGS = Settings.of(
            Adversarial.class,
            Setting.of("weight").label("α3 = λ3").weightOf("adversarial").published(0.01, Source.TABLE_4),
            Setting.of("kind").published(AdversarialKind.VANILLA, Source.EQ_11),
            Setting.of("discriminator").label("discriminator").published(PUBLISHED_CRITIC, Source.AUTHORS_CODE),
            Setting.of("discriminatorWarmUp")
                    .label("discriminator warm-up")
                    .within(
                            "discriminator warm-up of the discriminator",
                            value -> (int) value >= 0,
                            "at least 0 iterations",
                            "use discriminatorWarmUp(300) as the published code does")
                    .published(300, Source.AUTHORS_CODE),
            Setting.of("perDomainTerms")
                    .label("a term for each domain")
                    .published(true, Source.EQ_12)
                    .published(false, Source.AUTHORS_CODE));

    /** The published code's: weight 0.01, vanilla, discriminator warm-up 300, one term of both sides. */
    public static final Adversarial AUTHORS_CODE =
            new Adversarial(0.01, AdversarialKind.VANILLA, PUBLISHED_CRITIC, 300, false);

    /** Checks weight and discriminator warm-up. */
    public Adversarial {
        SETTINGS.check(weight, kind, discriminator, discriminatorWarmUp, perDomainTerms);
    }

    /** The same with another weight. */
    public Adversarial weight(double value) {
        return new Adversarial(value, kind, discriminator, discriminatorWarmUp, perDomainTerms);
    }

    /** The same with another formula. */
    public Adversarial kind(AdversarialKind value) {
        return new Adversarial(weight, value, discriminator, discriminatorWarmUp, perDomainTerms);
    }

    /** The same with another discriminator. */
    public Adversarial discriminator(DiscriminatorStart value) {
        return new Adversarial(weight, kind, value, discriminatorWarmUp, perDomainTerms);
    }

    /** The same with another discriminator warm-up of the discriminator, in iterations. */
    public Adversarial discriminatorWarmUp(int iterations) {
        return new Adversarial(weight, kind, discriminator, iterations, perDomainTerms);
    }

    /** The same with one term for each side (Eq. 12), or with one for both. */
    public Adversarial perDomainTerms(boolean value) {
        return new Adversarial(weight, kind, discriminator, discriminatorWarmUp, value);
    }
}
