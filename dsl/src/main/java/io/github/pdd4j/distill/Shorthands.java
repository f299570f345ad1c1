package io.github.pdd4j.distill;

import static io.github.pdd4j.setting.Given.given;

import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.NaiveDistillation;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Wavelet;
import io.github.pdd4j.metric.PredictedImages;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Frozen;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.sentence.GivenPredictions;
import io.github.pdd4j.sentence.LearningRate;
import java.util.function.UnaryOperator;

/** Overloads of the sentence's methods that take the most common argument: a network or a single number. */
interface Shorthands {
    /**
     * Sets a frozen generalist (static mode).
     *
     * @param network network to distill
     * @return a copy of the sentence with this generalist
     */
    default Distillation generalist(Network network) {
        given("network", network);
        return generalist(new Frozen(network));
    }

    /**
     * Uses images that another program predicted as the generalist (static mode): {@code
     * generalist(predictions("osediff", 4))}. The folder has the prediction of every unlabeled image, and of every
     * labeled input if a loss compares those: R_intra, R_inter or one of your own. A prediction has the name of its
     * input, or begins with it, as {@code 0001_out.png}.
     *
     * <p>Labeled inputs must be images of their own, as in {@code pairs("folder")}: those of {@code downscaledBy(...)}
     * are made anew for every crop.
     *
     * @param predicted predictions of the whole inputs
     * @return a copy of the sentence with this generalist
     */
    default Distillation generalist(PredictedImages predicted) {
        given("predicted", predicted);
        return generalist(new GivenPredictions(predicted, null));
    }

    /**
     * Uses images that another program predicted as the generalist, with a folder for each kind of input.
     *
     * @param ofUnlabeled predictions of the unlabeled images
     * @param ofLabeled predictions of the labeled low-resolution images
     * @return a copy of the sentence with this generalist
     * @throws IllegalArgumentException if the scales differ
     */
    default Distillation generalist(PredictedImages ofUnlabeled, PredictedImages ofLabeled) {
        given("ofUnlabeled", ofUnlabeled, "ofLabeled", ofLabeled);
        return generalist(new GivenPredictions(ofUnlabeled, ofLabeled));
    }

    /**
     * Sets α1, the weight of the supervised wavelet loss.
     *
     * @param weight finite, at least 0; default 0.5, 0 disables the term
     * @return a copy of the sentence with this weight
     * @throws IllegalArgumentException if the weight is out of range
     */
    default Distillation wavelet(double weight) {
        return wavelet(w -> w.weight(weight));
    }

    /**
     * Sets α2, the weight of the supervised perceptual loss.
     *
     * @param weight finite, at least 0; default 1, 0 disables the term
     * @return a copy of the sentence with this weight
     * @throws IllegalArgumentException if the weight is out of range
     */
    default Distillation perceptual(double weight) {
        return perceptual(p -> p.weight(weight));
    }

    /**
     * Sets λ1, the weight of R_intra.
     *
     * @param weight finite, at least 0; default 1, 0 disables the term
     * @return a copy of the sentence with this weight
     * @throws IllegalArgumentException if the weight is out of range
     */
    default Distillation rIntra(double weight) {
        return rIntra(r -> r.weight(weight));
    }

    /**
     * Sets λ2, the weight of R_inter.
     *
     * @param weight finite, at least 0; default 1, 0 disables the term
     * @return a copy of the sentence with this weight
     * @throws IllegalArgumentException if the weight is out of range
     */
    default Distillation rInter(double weight) {
        return rInter(r -> r.weight(weight));
    }

    /**
     * Sets the weight of naive distillation, which matches the generalist's predictions of unlabeled input.
     *
     * @param weight finite, at least 0; default 0, which disables the term
     * @return a copy of the sentence with this weight
     * @throws IllegalArgumentException if the weight is out of range
     */
    default Distillation naiveDistillation(double weight) {
        return naiveDistillation(i -> i.weight(weight));
    }

    /**
     * Sets the weight of the adversarial term, and adds a discriminator if it is above 0.
     *
     * @param weight finite, at least 0; 0.01 in the paper; default 0, which disables the term
     * @return a copy of the sentence with this weight
     * @throws IllegalArgumentException if the weight is out of range
     */
    default Distillation adversarial(double weight) {
        return adversarial(a -> a.weight(weight));
    }

    /**
     * Sets the learning rate of the optimizer.
     *
     * @param value initial learning rate, finite and above 0; default 1e-4, as in the paper
     * @return a copy of the sentence with this learning rate
     * @throws IllegalArgumentException if the learning rate is out of range
     */
    default Distillation learningRate(double value) {
        return learningRate(r -> r.start(value));
    }

    Distillation generalist(Generalist value);

    Distillation wavelet(UnaryOperator<Wavelet> change);

    Distillation perceptual(UnaryOperator<Perceptual> change);

    Distillation rIntra(UnaryOperator<Intra> change);

    Distillation rInter(UnaryOperator<Inter> change);

    Distillation naiveDistillation(UnaryOperator<NaiveDistillation> change);

    Distillation adversarial(UnaryOperator<Adversarial> change);

    Distillation learningRate(UnaryOperator<LearningRate> change);
}
