package io.github.pdd4j;

import io.github.pdd4j.analysis.Divergence;
import io.github.pdd4j.analysis.Features;
import io.github.pdd4j.analysis.LowLevel;
import io.github.pdd4j.analysis.TSne;
import io.github.pdd4j.archive.Home;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.metric.Comparison;
import io.github.pdd4j.metric.Evaluation;
import io.github.pdd4j.metric.FeatureDistance;
import io.github.pdd4j.metric.Lpips;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.metric.Niqe;
import io.github.pdd4j.metric.PredictedPictures;
import io.github.pdd4j.metric.Protocol;
import io.github.pdd4j.metric.Psnr;
import io.github.pdd4j.metric.Published;
import io.github.pdd4j.metric.Ssim;
import io.github.pdd4j.metric.TorchScriptMetric;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Shipped;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.weights.Checkpoints;
import java.nio.file.Path;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * The front door's measures: what a cell asks of pictures that were made, and of the networks that made them. They are
 * called as members of {@link Pdd}, which one file would be too long for; public, since JShell before JDK 21 completes no
 * members of a hidden parent (JDK-8296789).
 */
public abstract class Measures {
    Measures() {}

    /** Peak signal-to-noise ratio in dB: RGB, 8-bit values, a border of 4 pixels left out as in the published code. */
    public static Psnr psnr() {
        return Psnr.rgb().border(4);
    }

    /** Structural similarity: RGB, 8-bit values, a border of 4 pixels left out as in the published code. */
    public static Ssim ssim() {
        return Ssim.rgb().border(4);
    }

    /** The distance to the truth in the features of the shipped slim VGG19. */
    public static FeatureDistance featureDistance() {
        return FeatureDistance.in(Shipped.slimVgg19());
    }

    /**
     * LPIPS in AlexNet's features, the field's usual one: RGB, 8-bit values, no border.
     *
     * @throws IllegalArgumentException when {@code ./pdd fetch alexnet lpips-alexnet} has not brought its weights
     */
    public static Lpips lpips() {
        return lpips("alexnet");
    }

    /** LPIPS in the features of {@code alexnet} or {@code vgg16}, from {@code ./pdd fetch vgg16 lpips-vgg16}. */
    public static Lpips lpips(String network) {
        if (!network.equals("alexnet") && !network.equals("vgg16")) {
            throw new IllegalArgumentException(
                    "network of LPIPS must be alexnet or vgg16, got " + network + ": use lpips(), which is alexnet's");
        }
        List<Path> fetched = Home.fetched("LPIPS", network, "lpips-" + network);
        return Lpips.in(
                FeatureExtractor.load(fetched.get(0)),
                Checkpoints.read(fetched.get(1)).requireFinite());
    }

    /**
     * NIQE, which needs no truth: gray values of 8 bits, no border.
     *
     * @throws IllegalArgumentException when {@code ./pdd fetch niqe} has not brought its pristine model
     */
    public static Niqe niqe() {
        return Niqe.of(Checkpoints.read(Home.fetched("NIQE", "niqe").get(0)).requireFinite());
    }

    /** How well a network restores pictures whose truth is known: a row a picture, a column a metric. */
    public static Evaluation evaluate(Upscaler network, Pairs pairs, Metric... metrics) {
        return Evaluation.of(network, pairs, metrics);
    }

    /** The same by the conventions of {@code pdd()}, {@code basicsr()} or {@code stablesr()}. */
    public static Evaluation evaluate(Upscaler network, Pairs pairs, Protocol protocol) {
        return evaluate(network, pairs, protocol.metrics().toArray(Metric[]::new));
    }

    /** The same of pictures that another program made: {@code evaluate(predictions("stablesr", 4), pairs, pdd())}. */
    public static Evaluation evaluate(PredictedPictures predicted, Pairs pairs, Metric... metrics) {
        return Evaluation.of(predicted, pairs, metrics);
    }

    /** The same by the conventions of {@code pdd()}, {@code basicsr()} or {@code stablesr()}. */
    public static Evaluation evaluate(PredictedPictures predicted, Pairs pairs, Protocol protocol) {
        return evaluate(predicted, pairs, protocol.metrics().toArray(Metric[]::new));
    }

    /** Scores of a network's pictures that {@code ./pdd scores} or another program wrote as CSV. */
    public static Evaluation scores(String csv, String network) {
        return scores(Path.of(csv), network);
    }

    /** Scores of a network's pictures that {@code ./pdd scores} or another program wrote as CSV. */
    public static Evaluation scores(Path csv, String network) {
        return Evaluation.of(csv, network);
    }

    /** A no-reference network that was exported to TorchScript, as a metric. */
    public static TorchScriptMetric torchScriptMetric(String file) {
        return TorchScriptMetric.of(Path.of(file));
    }

    /** Table 6, 7, 8 or 9 of the paper's supplement, labelled as published, to stand beside one's own numbers. */
    public static Table publishedTable(int number) {
        return Published.table(number);
    }

    /** The predictions of another program, so many times larger than their input, in a folder. */
    public static PredictedPictures predictions(String folder, int scale) {
        return predictions(Path.of(folder), scale);
    }

    /** The predictions of another program, so many times larger than their input, in a folder. */
    public static PredictedPictures predictions(Path folder, int scale) {
        return new PredictedPictures(Images.in(folder), scale, String.valueOf(folder.getFileName()));
    }

    /** Whether one network is better than another: difference, interval and paired test for each metric. */
    public static Table compare(Evaluation a, Evaluation b) {
        return Comparison.of(a, b);
    }

    /** The same of tables of scores, such as chosen rows of {@code scores.table()}. */
    public static Table compare(Table a, Table b) {
        return Comparison.of(a, b);
    }

    /** PSNR and SSIM by the conventions of the method's published code: RGB, border 4. */
    public static Protocol pdd() {
        return Protocol.pdd();
    }

    /** PSNR and SSIM by the conventions of BasicSR's tables: luma, border 4. */
    public static Protocol basicsr() {
        return Protocol.basicsr();
    }

    /** PSNR and SSIM by the conventions of StableSR: luma, whole pictures, as pyiqa computes them. */
    public static Protocol stablesr() {
        return Protocol.stablesr();
    }

    /** Exact t-SNE with the settings of its paper: {@code tsne().of(Map.of("real", p, "synthetic", q))}. */
    public static TSne tsne() {
        return TSne.exact();
    }

    /** Low-level features of pictures by a network's residual body, in patches (supplement B). */
    public static LowLevel lowLevel(Network network) {
        return LowLevel.of(network);
    }

    /**
     * The KL divergence between two sets of features: three estimators, both directions, intervals, and what they rest on.
     *
     * @throws IllegalArgumentException if they were made by different networks, layers or patch sizes, or have too few rows
     */
    public static Table kl(Features p, Features q) {
        return Divergence.between(p, q);
    }

    /** The same of rows of numbers that were made elsewhere: three estimators, both directions, intervals, and what they rest on. */
    public static Table kl(double[][] p, double[][] q) {
        return Divergence.between(p, q);
    }
}
