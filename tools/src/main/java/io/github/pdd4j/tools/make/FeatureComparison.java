package io.github.pdd4j.tools.make;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.Degradations;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.LabeledBatch;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Layers;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.SharedPredictions;
import io.github.pdd4j.loss.SharedPredictions.ImageTensors;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Measures how well feature networks stand in for VGG16, on photographs that none of them learned from: how much of
 * VGG16's variance a linear map of their features explains, and whether the distances that the losses compute in them
 * have VGG16's sizes and gradients.
 */
public final class FeatureComparison {
    private static final Script SCRIPT = Script.of(FeatureComparison.class, "teaching.script");
    private static final Precision FULL = Precision.FLOAT32;
    private static final List<String> OURS = Intra.PAPER.layers().names();
    private static final List<String> THEIRS = Intra.PAPER.layers().inVgg16().names();

    /** The batches that the terms are compared on, and those that a linear map is fitted to. */
    private static final int BATCHES = 8;

    private static final int MAPPED = 6;
    private static final double RIDGE = 1e-3;

    private final FeatureExtractor vgg16;
    private final Network generalist;
    private final Network specialist;
    private final Path photographs;
    private final Consumer<String> report;

    /**
     * Creates the comparison.
     *
     * @param vgg16 VGG16
     * @param generalist the network whose predictions are compared with those of the specialist
     * @param specialist the network that gradients are computed for
     * @param photographs the folder that {@code ./pdd fetch photographs} filled
     * @param report receives the lines of the result
     */
    public FeatureComparison(
            FeatureExtractor vgg16, Network generalist, Network specialist, Path photographs, Consumer<String> report) {
        this.vgg16 = vgg16;
        this.generalist = generalist;
        this.specialist = specialist;
        this.photographs = photographs;
        this.report = report;
    }

    /**
     * Reports how well each network stands in for VGG16.
     *
     * @param candidates networks with the layers of VGG19
     */
    public void of(List<FeatureExtractor> candidates) {
        candidates.forEach(this::explained);
        agreement(candidates);
    }

    private void explained(FeatureExtractor candidate) {
        List<String> parts = new ArrayList<>();
        try (Scope run = Scope.inference()) {
            Both both = new Both(candidate.in(FULL, run), vgg16.in(FULL, run));
            ImageVersions.Predicting learned = versions(TrainingImages.learned(photographs), run);
            ImageVersions.Predicting heldOut = versions(TrainingImages.heldOut(photographs), run);
            List<NDArray> left = new ArrayList<>();
            List<NDArray> right = new ArrayList<>();
            for (int k = 0; k < MAPPED; k++) {
                try (Scope scope = run.unrecorded()) {
                    both.add(learned.batch(k, scope), left, right, run);
                }
            }
            NDArray batch = heldOut.batch(0, run);
            Map<String, NDArray> ours = both.candidate.of(batch, OURS);
            Map<String, NDArray> theirs = both.vgg16.of(batch, THEIRS);
            for (int i = 0; i < OURS.size(); i++) {
                NDArray nothing = right.get(i).zerosLike();
                NDArray solution = SCRIPT.call("solution", nothing, left.get(i), right.get(i), RIDGE);
                NDArray mapped = SCRIPT.call("mapped", Objects.requireNonNull(ours.get(OURS.get(i))), solution);
                NDArray shares = SCRIPT.call("explained", mapped, Objects.requireNonNull(theirs.get(THEIRS.get(i))));
                parts.add(String.format(Locale.ROOT, "%s %.2f", THEIRS.get(i), Tensors.values(shares)[0]));
            }
        }
        report.accept(candidate.source() + ": share of VGG16's variance explained linearly on held-out "
                + TrainingImages.HELD_OUT + ": " + String.join(", ", parts));
    }

    private ImageVersions.Predicting versions(Images images, Scope run) {
        return ImageVersions.of(images, 9, generalist, specialist).in(8, run);
    }

    private record Both(FeatureExtractor.Loaded candidate, FeatureExtractor.Loaded vgg16) {
        /** Adds the normal equations of a batch at each layer to the sums, which the first batch begins. */
        void add(NDArray batch, List<NDArray> left, List<NDArray> right, Scope run) {
            Map<String, NDArray> ours = candidate.of(batch, OURS);
            Map<String, NDArray> theirs = vgg16.of(batch, THEIRS);
            for (int i = 0; i < OURS.size(); i++) {
                NDList found = SCRIPT.callForList(
                        "normal_equations",
                        Objects.requireNonNull(ours.get(OURS.get(i))),
                        Objects.requireNonNull(theirs.get(THEIRS.get(i))),
                        1);
                if (left.size() == i) {
                    left.add(zeros(found.get(0), run));
                    right.add(zeros(found.get(1), run));
                }
                left.get(i).addi(found.get(0));
                right.get(i).addi(found.get(1));
            }
        }

        private static NDArray zeros(NDArray like, Scope run) {
            return run.tensor(
                    new float[Math.toIntExact(like.size())], like.getShape().getShape());
        }
    }

    /** The values of a term and its gradients at the unlabeled predictions and at the weights, by batch. */
    private record Measured(List<Double> values, List<float[]> atPredictions, List<float[]> atWeights) {
        Measured() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private void agreement(List<FeatureExtractor> candidates) {
        List<Measured> intra = new ArrayList<>();
        List<Measured> inter = new ArrayList<>();
        List<FeatureExtractor> all = new ArrayList<>(List.of(vgg16));
        all.addAll(candidates);
        Images heldOut = TrainingImages.heldOut(photographs);
        Pairs labeled = heldOut.downscaledBy(Resampling.MATLAB_BICUBIC);
        Images unlabeled = heldOut.degradedBy(Degradations.unknown(4));
        Crops crops = new Crops(4, 24, 2, 11);
        try (Scope run = Scope.inference()) {
            Model fixed = Model.frozen(generalist, FULL, run);
            Model moving = Model.trainable(specialist, FULL, run);
            for (FeatureExtractor each : all) {
                FeatureExtractor.Loaded loaded = each.in(FULL, run);
                boolean reference = intra.isEmpty();
                Layers intraLayers = reference ? Intra.PAPER.layers().inVgg16() : Intra.PAPER.layers();
                intra.add(new Measured());
                inter.add(new Measured());
                for (int k = 1; k <= BATCHES; k++) {
                    try (Scope step = run.recorded()) {
                        LabeledBatch pair = crops.labeled(labeled, k);
                        NDArray low = Pretraining.tensor(pair.low(), step);
                        NDArray real = Pretraining.tensor(crops.unlabeled(unlabeled, k), step);
                        PerDomain s = new PerDomain(moving.predict(low), moving.predict(real));
                        SharedPredictions predictions = new SharedPredictions(
                                new ImageTensors(
                                        new PerDomain(low, real),
                                        s,
                                        new PerDomain(fixed.predict(low), fixed.predict(real)),
                                        Pretraining.tensor(pair.high(), step)),
                                loaded,
                                new TreeSet<>());
                        measure(Intra.PAPER.layers(intraLayers), predictions, s, moving, intra.get(intra.size() - 1));
                        measure(Inter.PAPER, predictions, s, moving, inter.get(inter.size() - 1));
                    }
                }
            }
        }
        for (int i = 1; i < all.size(); i++) {
            report.accept(all.get(i).source() + ": R_intra " + compared(intra.get(i), intra.get(0)) + "; R_inter "
                    + compared(inter.get(i), inter.get(0)));
        }
    }

    private static void measure(
            Loss term, SharedPredictions predictions, PerDomain specialist, Model moving, Measured into) {
        NDArray value = Tensors.scaled(term.of(predictions), 1);
        into.values.add((double) value.getFloat());
        List<NDArray> of = new ArrayList<>(List.of(specialist.unlabeled()));
        of.addAll(moving.parameters());
        NDList found = Tensors.firstGradients(value, of);
        into.atPredictions.add(Tensors.values(found.get(0)));
        into.atWeights.add(joined(found.subNDList(1)));
    }

    private static float[] joined(NDList arrays) {
        float[] all = new float[(int) arrays.stream().mapToLong(NDArray::size).sum()];
        int at = 0;
        for (NDArray each : arrays) {
            float[] values = Tensors.values(each);
            System.arraycopy(values, 0, all, at, values.length);
            at += values.length;
        }
        return all;
    }

    private static String compared(Measured ours, Measured theirs) {
        double size = 0;
        for (int k = 0; k < BATCHES; k++) {
            float[] a = ours.atWeights.get(k);
            float[] b = theirs.atWeights.get(k);
            size += Math.sqrt(dot(a, a) / dot(b, b)) / BATCHES;
        }
        return String.format(
                Locale.ROOT,
                "%.4g where VGG16 has %.4g, correlation over batches %.2f, gradients at the weights %.2f times as long,"
                        + " their cosine %.2f, at the predictions %.2f",
                mean(ours.values),
                mean(theirs.values),
                correlation(ours.values, theirs.values),
                size,
                cosine(ours.atWeights, theirs.atWeights),
                cosine(ours.atPredictions, theirs.atPredictions));
    }

    private static double cosine(List<float[]> ours, List<float[]> theirs) {
        double sum = 0;
        for (int k = 0; k < BATCHES; k++) {
            float[] a = ours.get(k);
            float[] b = theirs.get(k);
            sum += dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
        }
        return sum / BATCHES;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static double correlation(List<Double> a, List<Double> b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int k = 0; k < a.size(); k++) {
            double x = a.get(k) - mean(a);
            double y = b.get(k) - mean(b);
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
