package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.NaiveDistillation;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Wavelet;

/**
 * The method's values as its paper prints them, or as its published code has them; each a whole configuration a mode.
 *
 * <pre>{@code
 * System.out.println(ReferenceConfiguration.AUTHORS_CODE.ema().difference(ReferenceConfiguration.PAPER.ema()).rowCount());
 * }</pre>
 *
 * @param name the word for it
 * @param wavelet the editions' bands differ
 * @param adversarial one term for both sides, or one each
 */
public record ReferenceConfiguration(String name, Wavelet wavelet, Adversarial adversarial) implements Configured {
    /** The paper's tables, with Eq. 12's two adversarial terms. */
    public static final ReferenceConfiguration PAPER =
            new ReferenceConfiguration("paper", Wavelet.PAPER, Adversarial.AUTHORS_CODE.perDomainTerms(true));

    /** The published configuration, where the discriminator sees both sides in one term. */
    public static final ReferenceConfiguration AUTHORS_CODE =
            new ReferenceConfiguration("authorsCode", Wavelet.PAPER.bands(1, 0.1, 0.01), Adversarial.AUTHORS_CODE);

    /**
     * What the edition stands for where a preset is expected: EMA mode, as long as no other generalist is named; what depends
     * on the mode then follows it.
     */
    public Preset preset() {
        return new Preset(name + "()", sentence -> common(sentence).generalist(new MovingAverage(0.999)));
    }

    /** EMA mode: decay 0.999, a warm-up of 5 iterations, gradients through Y_S^L too. */
    public Preset ema() {
        return new Preset(
                name + "().ema()",
                sentence -> common(sentence)
                        .generalist(new MovingAverage(0.999))
                        .warmUp(5)
                        .gradientThroughLabeled(true));
    }

    /** Static mode: no warm-up, no gradients through Y_S^L in the distances; the generalist is for the user to name. */
    public Preset staticMode() {
        return new Preset(
                name + "().staticMode()", sentence -> common(sentence).warmUp(0).gradientThroughLabeled(false));
    }

    /** Naive distillation: the generalist's predictions are the target themselves; no R_intra, no R_inter. */
    public Preset naiveDistillation() {
        return new Preset(
                name + "().naiveDistillation()",
                sentence -> common(sentence)
                        .rIntra(0)
                        .rInter(0)
                        .naiveDistillation(1)
                        .warmUp(0));
    }

    private Distillation common(Distillation sentence) {
        return sentence.wavelet(w -> wavelet)
                .perceptual(p -> Perceptual.PAPER)
                .rIntra(r -> Intra.PAPER)
                .rInter(r -> Inter.PAPER)
                .naiveDistillation(i -> NaiveDistillation.PAPER.weight(0))
                .adversarial(a -> adversarial)
                .iterations(100_000)
                .batch(8)
                .crop(48)
                .learningRate(r -> LearningRate.PAPER);
    }
}
