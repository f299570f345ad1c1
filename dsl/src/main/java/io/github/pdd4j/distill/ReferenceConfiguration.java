package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.NaiveDistillation;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Wavelet;
import io.github.pdd4j.sentence.LearningRate;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;

/**
 * The settings of the method, as printed in the paper or as used by the authors' code; each of the three modes is a
 * complete {@link Preset}.
 *
 * <pre>{@code
 * System.out.println(ReferenceConfiguration.AUTHORS_CODE.ema().difference(ReferenceConfiguration.PAPER.ema()).rowCount());
 * }</pre>
 *
 * @param name Java name of the configuration, for example {@code paper}
 * @param wavelet wavelet loss; the two configurations use different band weights
 * @param adversarial adversarial loss; the paper uses one term per domain, the authors' code one term for both
 */
public record ReferenceConfiguration(String name, Wavelet wavelet, Adversarial adversarial)
        implements Configured, Viewable {
    /** The paper's tables, with the two adversarial terms of Eq. 12. */
    public static final ReferenceConfiguration PAPER =
            new ReferenceConfiguration("paper", Wavelet.PAPER, Adversarial.AUTHORS_CODE.perDomainTerms(true));

    /** The authors' published configuration, with one adversarial term for labeled and unlabeled images. */
    public static final ReferenceConfiguration AUTHORS_CODE =
            new ReferenceConfiguration("authorsCode", Wavelet.PAPER.bands(1, 0.1, 0.01), Adversarial.AUTHORS_CODE);

    /**
     * The default preset: EMA mode, unless the sentence sets another generalist. Settings that depend on the mode
     * follow the generalist.
     *
     * @return the preset
     */
    public Preset preset() {
        return new Preset(name + "()", sentence -> common(sentence).generalist(new MovingAverage(0.999)));
    }

    /**
     * EMA mode: decay 0.999, a warm-up of 5 iterations, gradients through Y_S^L in the distances.
     *
     * @return the preset
     */
    public Preset ema() {
        return new Preset(
                name + "().ema()",
                sentence -> common(sentence)
                        .generalist(new MovingAverage(0.999))
                        .warmUp(5)
                        .gradientThroughLabeled(true));
    }

    /**
     * Static mode: no warm-up, no gradients through Y_S^L in the distances. The user must set the generalist.
     *
     * @return the preset
     */
    public Preset staticMode() {
        return new Preset(
                name + "().staticMode()", sentence -> common(sentence).warmUp(0).gradientThroughLabeled(false));
    }

    /**
     * Naive distillation: the generalist's predictions are the targets; R_intra and R_inter are off.
     *
     * @return the preset
     */
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

    /** The values of {@link #preset()}. */
    @Override
    public View view() {
        return preset().view();
    }

    @Override
    public String toString() {
        return name + "()";
    }
}
