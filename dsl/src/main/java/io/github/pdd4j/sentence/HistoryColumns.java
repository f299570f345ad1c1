package io.github.pdd4j.sentence;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.balance.Balance;
import java.util.List;
import java.util.Locale;

/** The names of the columns of the history other than the user's own terms. No term of the user may have one. */
@Internal
public final class HistoryColumns {
    /** Number of the iteration. */
    public static final String ITERATION = "iteration";

    /** Supervised wavelet loss. */
    public static final String WAVELET = "wavelet";

    /** Supervised perceptual loss. */
    public static final String PERCEPTUAL = "perceptual";

    /** Distance R_intra. */
    public static final String R_INTRA = "rIntra";

    /** Distance R_inter. */
    public static final String R_INTER = "rInter";

    /** Naive distillation loss. */
    public static final String NAIVE_DISTILLATION = "naiveDistillation";

    /** Adversarial term of the specialist; with one term per domain, that of labeled input. */
    public static final String ADVERSARIAL = "adversarial";

    /** Adversarial term of unlabeled input, with one term per domain. */
    public static final String ADVERSARIAL_UNLABELED = "adversarialU";

    /** Wavelet, perceptual and custom terms together, which a balance weighs by one number. */
    public static final String SUPERVISED = Balance.SUPERVISED;

    /** Sum of the terms. */
    public static final String TOTAL = "total";

    /** Norm of the gradients of the specialist. */
    public static final String GRADIENT = "gradient";

    /** Shift of the mean of Y_S^U against its input. */
    public static final String MEAN_SHIFT = "meanShift";

    /** Standard deviation of Y_S^U relative to its input. */
    public static final String DEVIATION_RATIO = "deviationRatio";

    /** Mean difference of specialist and generalist on labeled input. */
    public static final String DISTANCE_LABELED = "distanceLabeled";

    /** Mean difference of specialist and generalist on unlabeled input. */
    public static final String DISTANCE_UNLABELED = "distanceUnlabeled";

    /** Loss of the discriminator on real images. */
    public static final String REAL_LOSS = "dReal";

    /** Loss of the discriminator on predictions. */
    public static final String FAKE_LOSS = "dFake";

    /** Mean logit of real images. */
    public static final String LOGITS_REAL = "logitsReal";

    /** Mean logit of predictions. */
    public static final String LOGITS_FAKE = "logitsFake";

    /** Balanced accuracy of the discriminator. */
    public static final String ACCURACY = "dAccuracy";

    /** Norm of the gradients of the discriminator. */
    public static final String DISCRIMINATOR_GRADIENT = "dGradient";

    /** Why a step was skipped. */
    public static final String SKIPPED = "skipped";

    /** Training time. */
    public static final String SECONDS = "seconds";

    private static final List<String> ALL = List.of(
            ITERATION,
            WAVELET,
            PERCEPTUAL,
            R_INTRA,
            R_INTER,
            NAIVE_DISTILLATION,
            ADVERSARIAL,
            ADVERSARIAL_UNLABELED,
            SUPERVISED,
            TOTAL,
            GRADIENT,
            MEAN_SHIFT,
            DEVIATION_RATIO,
            DISTANCE_LABELED,
            DISTANCE_UNLABELED,
            REAL_LOSS,
            FAKE_LOSS,
            LOGITS_REAL,
            LOGITS_FAKE,
            ACCURACY,
            DISCRIMINATOR_GRADIENT,
            SKIPPED,
            SECONDS);

    private static final List<String> PREFIXES = List.of(
            Iteration.GRADIENT, Iteration.WEIGHT, Iteration.SHARE, Iteration.VIOLATION, Iteration.VALIDATION);

    private HistoryColumns() {}

    /** Whether a column of the history has this name or prefix; names of a table are compared without case. */
    static boolean has(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ALL.stream().anyMatch(name::equalsIgnoreCase)
                || PREFIXES.stream().anyMatch(lower::startsWith);
    }
}
