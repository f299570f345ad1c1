package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.NaiveDistillation;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Wavelet;
import io.github.pdd4j.network.Network;
import java.util.function.UnaryOperator;

/** The words of a sentence that take what is mostly meant, a network or one number, in place of more. */
interface Shorthands {
    /** A frozen, blind network whose behavior is distilled: static mode. */
    default Distillation generalist(Network network) {
        return generalist(new Frozen(network));
    }

    /** α1, the weight of the supervised wavelet loss; 0.5 by default, 0 leaves it out. */
    default Distillation wavelet(double weight) {
        return wavelet(w -> w.weight(weight));
    }

    /** α2, the weight of the supervised perceptual loss; 1 by default, 0 leaves it out. */
    default Distillation perceptual(double weight) {
        return perceptual(p -> p.weight(weight));
    }

    /** λ1, the weight of R_intra; 1 by default, 0 leaves it out. */
    default Distillation rIntra(double weight) {
        return rIntra(r -> r.weight(weight));
    }

    /** λ2, the weight of R_inter; 1 by default, 0 leaves it out. */
    default Distillation rInter(double weight) {
        return rInter(r -> r.weight(weight));
    }

    /** Naive distillation: the weight of matching the generalist's predictions of unlabeled input; 0 by default. */
    default Distillation naiveDistillation(double weight) {
        return naiveDistillation(i -> i.weight(weight));
    }

    /** Adds a discriminator with this weight of the adversarial term, 0.01 in the paper; 0, the default, leaves it out. */
    default Distillation adversarial(double weight) {
        return adversarial(a -> a.weight(weight));
    }

    /** Adam's learning rate, 1e-4 by default as in the paper. */
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
