package io.github.pdd4j.loss;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import org.jspecify.annotations.Nullable;

/**
 * The adversarial loss (Eq. 11 and 12): a discriminator is trained to distinguish the specialist's images from real
 * ones, and the specialist is trained to make them indistinguishable.
 *
 * <pre>{@code
 * System.out.println(distill().adversarial(a -> a.kind(AdversarialKind.HINGE).discriminator(unet(16)).discriminatorWarmUp(50)));
 * }</pre>
 *
 * @param weight α3 = λ3, finite and not negative; 0.01 in the paper
 * @param kind the loss functions of the logits, for generator and discriminator
 * @param discriminator the discriminator and its initial weights; {@code unet(64)} by default
 * @param discriminatorWarmUp iterations in which only the discriminator is trained, 0 or more; 300 in the published
 *     code
 * @param perDomainTerms true: separate terms for Y_S^L and Y_S^U, as in Eq. 12; false: one term for both, as in the
 *     published code
 * @param learningRate learning rate of the discriminator where the specialist has its start, finite and above 0; it
 *     follows the same schedule; null, the default, for the specialist's
 */
public record Adversarial(
        double weight,
        AdversarialKind kind,
        DiscriminatorStart discriminator,
        int discriminatorWarmUp,
        boolean perDomainTerms,
        @Nullable Double learningRate)
        implements Viewable {
    private static final DiscriminatorStart PUBLISHED_CRITIC = DiscriminatorStart.unet(64);
    private static final Settings<Adversarial> SETTINGS = Settings.of(
            Adversarial.class,
            Setting.of("weight").label("α3 = λ3").weightOf("adversarial").published(0.01, Source.TABLE_4),
            Setting.of("kind").published(AdversarialKind.VANILLA, Source.EQ_11),
            Setting.of("discriminator").label("discriminator").published(PUBLISHED_CRITIC, Source.AUTHORS_CODE),
            Setting.of("discriminatorWarmUp")
                    .label("discriminator warm-up")
                    .within(
                            "warm-up of the discriminator",
                            value -> (int) value >= 0,
                            "at least 0 iterations",
                            "use discriminatorWarmUp(300) as the published code does")
                    .published(300, Source.AUTHORS_CODE),
            Setting.of("perDomainTerms")
                    .label("a term for each domain")
                    .published(true, Source.EQ_12)
                    .published(false, Source.AUTHORS_CODE),
            Setting.of("learningRate")
                    .label("learning rate of the discriminator")
                    .within(
                            "learning rate of the discriminator",
                            value -> (double) value > 0 && Double.isFinite((double) value),
                            "a finite number above 0",
                            "use adversarial(a -> a.learningRate(4e-4)), or leave it out")
                    .absentWhenNull());

    /** The values of the published code: weight 0.01, vanilla, warm-up 300, one term for both domains. */
    public static final Adversarial AUTHORS_CODE =
            new Adversarial(0.01, AdversarialKind.VANILLA, PUBLISHED_CRITIC, 300, false, null);

    /**
     * Checks the weight and the warm-up.
     *
     * @param weight factor of the generator's loss in the total, α3 = λ3; finite and at least 0, where 0 trains no
     *     discriminator
     * @param kind the loss functions of the discriminator's logits
     * @param discriminator architecture and initial weights of the discriminator
     * @param discriminatorWarmUp iterations at the start of the run in which only the discriminator is trained; at
     *     least 0
     * @param perDomainTerms whether Y_S^L and Y_S^U have a term each (Eq. 12), or one term for both
     * @param learningRate learning rate of the discriminator, finite and above 0; null for the specialist's
     * @throws IllegalArgumentException if the weight is negative or not finite, the warm-up is negative, or the learning
     *     rate is not finite or not above 0
     */
    public Adversarial {
        SETTINGS.check(weight, kind, discriminator, discriminatorWarmUp, perDomainTerms, learningRate);
    }

    /**
     * A copy with another weight.
     *
     * @param value a finite number, not negative; 0 switches the term off
     * @return the changed term
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public Adversarial weight(double value) {
        return new Adversarial(value, kind, discriminator, discriminatorWarmUp, perDomainTerms, learningRate);
    }

    /**
     * A copy with other loss functions.
     *
     * @param value such as {@link AdversarialKind#HINGE}
     * @return the changed term
     */
    public Adversarial kind(AdversarialKind value) {
        return new Adversarial(weight, value, discriminator, discriminatorWarmUp, perDomainTerms, learningRate);
    }

    /**
     * A copy with another discriminator.
     *
     * @param value such as {@code unet(16)}
     * @return the changed term
     */
    public Adversarial discriminator(DiscriminatorStart value) {
        return new Adversarial(weight, kind, value, discriminatorWarmUp, perDomainTerms, learningRate);
    }

    /**
     * A copy with another discriminator warm-up.
     *
     * @param iterations iterations in which only the discriminator is trained, 0 or more
     * @return the changed term
     * @throws IllegalArgumentException if {@code iterations} is negative
     */
    public Adversarial discriminatorWarmUp(int iterations) {
        return new Adversarial(weight, kind, discriminator, iterations, perDomainTerms, learningRate);
    }

    /**
     * A copy with one term per domain (Eq. 12) or one term for both domains.
     *
     * @param value true: one term per domain
     * @return the changed term
     */
    public Adversarial perDomainTerms(boolean value) {
        return new Adversarial(weight, kind, discriminator, discriminatorWarmUp, value, learningRate);
    }

    /**
     * A copy with another learning rate of the discriminator (two time-scale update rule, Heusel et al. 2017). It is
     * multiplied by what the specialist's schedule multiplies its start by.
     *
     * @param value finite and above 0; default: the specialist's
     * @return the changed term
     * @throws IllegalArgumentException if the value is not finite or not above 0
     */
    public Adversarial learningRate(double value) {
        return new Adversarial(weight, kind, discriminator, discriminatorWarmUp, perDomainTerms, value);
    }

    @Override
    public View view() {
        return SettingsTable.of(this);
    }
}
