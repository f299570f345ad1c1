package io.github.pdd4j.tools.make;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.data.Degradation;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.metric.Evaluation;
import io.github.pdd4j.metric.Lpips;
import io.github.pdd4j.metric.Psnr;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.PretrainedModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Adapts one network in the features of several, with R_intra, R_inter, both and neither: features that stand in for
 * others must lead to the same result.
 */
public final class AdaptationComparison {
    private static final double[][] WEIGHTS = {{1, 1}, {1, 0}, {0, 1}, {0, 0}};
    private static final int SQUARE = 128;
    private static final int CROP = 16;

    private final Optional<Network> start;
    private final int iterations;
    private final Path photographs;
    private final Consumer<String> report;

    /**
     * Creates the comparison.
     *
     * @param start adapted with its moving average as the generalist; if empty, the shipped specialist is adapted by
     *     the shipped generalist
     * @param iterations the iterations of each training
     * @param photographs the folder that {@code ./pdd fetch photographs} filled
     * @param report receives the lines of the result
     */
    public AdaptationComparison(Optional<Network> start, int iterations, Path photographs, Consumer<String> report) {
        this.start = start;
        this.iterations = iterations;
        this.photographs = photographs;
        this.report = report;
    }

    /**
     * Reports PSNR and LPIPS on held-out squares after each training.
     *
     * @param features the feature networks
     */
    public void of(List<FeatureExtractor> features) {
        Degradation camera = (start.isPresent() ? Camera.MILD : Camera.STRONG).degradation();
        Pairs heldOut = TrainingImages.heldOut(photographs).crops(SQUARE).downscaledBy(camera);
        Network begun = start.orElseGet(PretrainedModels::specialist);
        report.accept("before: " + scores(begun, heldOut));
        if (start.isEmpty()) {
            report.accept("generalist: " + scores(PretrainedModels.generalist(), heldOut));
        }
        Images sharp = Images.in(photographs.resolve("labeled"))
                .without("brick.png", "gravel.png")
                .and(Images.in(photographs.resolveSibling("photographs-ccby")));
        Images real = Images.in(photographs.resolve("unlabeled")).degradedBy(camera);
        Distillation common = Pdd.distill()
                .specialist(begun)
                .labeled(sharp.downscaledBy(Resampling.MATLAB_BICUBIC))
                .unlabeled(real)
                .iterations(iterations)
                .batch(2)
                .crop(CROP)
                .learningRate(2e-4)
                .seed(1);
        Distillation sentence = start.isPresent()
                ? common.generalist(Pdd.movingAverage(0.999))
                : common.generalist(PretrainedModels.generalist());
        for (double[] weights : WEIGHTS) {
            for (FeatureExtractor each : features) {
                Run run = sentence.features(each)
                        .rIntra(weights[0])
                        .rInter(weights[1])
                        .train();
                report.accept(String.format(
                        Locale.ROOT,
                        "R_intra %.1f, R_inter %.1f in %s: %s",
                        weights[0],
                        weights[1],
                        each.source(),
                        scores(run.specialist(), heldOut)));
            }
        }
    }

    private static String scores(Network network, Pairs heldOut) {
        Lpips lpips = Pdd.lpips();
        Evaluation scores = Pdd.evaluate(network, heldOut, Psnr.rgb().border(4), lpips);
        return String.format(
                Locale.ROOT, "%.2f dB, LPIPS %.4f", scores.mean(network, "PSNR"), scores.mean(network, lpips.name()));
    }
}
