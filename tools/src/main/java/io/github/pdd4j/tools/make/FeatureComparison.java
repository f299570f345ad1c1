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
    private static final int BATCHES = 12;
    private static final int MAPPED = 8;
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
            FeatureExtractor vgg16,
            Network generalist,
            Network specialist,
            Path photographs,
            Consumer<String> report) {
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
        List<String> ours = Intra.PAPER.layers().names();
        List<String> theirs = Intra.PAPER.layers().inVgg16().names();
        List<String> parts = new ArrayList<>();
        try (Scope run = Scope.inference()) {
            FeatureExtractor.Loaded student = candidate.in(FULL, run);
            FeatureExtractor.Loaded teacher = vgg16.in(FULL, run);
            ImageVersions.Predicting learned = versions(TrainingImages.learned(photographs), run);
            ImageVersions.Predicting heldOut = versions(TrainingImages.heldOut(photographs), run);
            for (int i = 0; i < ours.size(); i++) {
                LinearMap map = new LinearMap(student, ours.get(i), teacher, theirs.get(i));
                try (Scope scope = run.unrecorded()) {
                    NDArray solution = map.fitted(learned, scope);
                    parts.add(String.format(Locale.ROOT, "%s %.2f", theirs.get(i), map.explained(solution, heldOut, scope)));
                }
            }
        }
        report.accept(candidate.source() + ": share of VGG16's variance explained linearly on held-out "
                + TrainingImages.HELD_OUT + ": " + String.join(", ", parts));
    }

    private ImageVersions.Predicting versions(Images images, Scope run) {
        return ImageVersions.of(images, 9, generalist, specialist).in(8, run);
    }

    /** A linear map, with a constant, from the features of one network at each position to those of another. */
    private record LinearMap(
            FeatureExtractor.Loaded student, String ours, FeatureExtractor.Loaded teacher, String theirs) {
        private NDArray student(NDArray images) {
            return Objects.requireNonNull(student.of(images, List.of(ours)).get(ours));
        }

        private NDArray teacher(NDArray images) {
            return Objects.requireNonNull(teacher.of(images, List.of(theirs)).get(theirs));
        }

        NDArray fitted(ImageVersions.Predicting images, Scope scope) {
            List<NDArray> sums = new ArrayList<>();
            for (int k = 0; k < MAPPED; k++) {
                NDArray batch = images.batch(k, scope);
                NDList products = SCRIPT.callForList("normal_equations", student(batch), teacher(batch), 1);
                for (int i = 0; i < 2; i++) {
                    if (k == 0) {
                        sums.add(products.get(i));
                    } else {
                        sums.get(i).addi(products.get(i));
                    }
                }
            }
            NDArray nothing = sums.get(1).zerosLike();
            return SCRIPT.call("solution", nothing, sums.get(0), sums.get(1), RIDGE);
        }

        double explained(NDArray solution, ImageVersions.Predicting images, Scope scope) {
            NDArray batch = images.batch(0, scope);
            NDArray target = teacher(batch);
            NDArray mapped = SCRIPT.call("mapped", student(batch), solution);
            return Tensors.values(SCRIPT.call("explained", mapped, target))[0];
        }
    }

    /** The values of a term and its gradients at the unlabeled predictions, one of each for a batch. */
    private record Measured(List<Double> values, List<float[]> gradients) {
        Measured() {
            this(new ArrayList<>(), new ArrayList<>());
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
            Model moving = Model.frozen(specialist, FULL, run);
            for (FeatureExtractor each : all) {
                FeatureExtractor.Loaded loaded = each.in(FULL, run);
                boolean reference = each == vgg16;
                Layers intraLayers = reference ? Intra.PAPER.layers().inVgg16() : Intra.PAPER.layers();
                intra.add(new Measured());
                inter.add(new Measured());
                for (int k = 1; k <= BATCHES; k++) {
                    try (Scope step = run.recorded()) {
                        LabeledBatch pair = crops.labeled(labeled, k);
                        NDArray low = Pretraining.tensor(pair.low(), step);
                        NDArray real = Pretraining.tensor(crops.unlabeled(unlabeled, k), step);
                        PerDomain s = new PerDomain(
                                Tensors.leaf(moving.predict(low)), Tensors.leaf(moving.predict(real)));
                        SharedPredictions predictions = new SharedPredictions(
                                new ImageTensors(
                                        new PerDomain(low, real),
                                        s,
                                        new PerDomain(fixed.predict(low), fixed.predict(real)),
                                        Pretraining.tensor(pair.high(), step)),
                                loaded,
                                new TreeSet<>());
                        measure(Intra.PAPER.layers(intraLayers), predictions, s, intra.get(intra.size() - 1));
                        measure(Inter.PAPER, predictions, s, inter.get(inter.size() - 1));
                    }
                }
            }
        }
        for (int i = 1; i < all.size(); i++) {
            report.accept(all.get(i).source() + ": R_intra " + compared(intra.get(i), intra.get(0)) + "; R_inter "
                    + compared(inter.get(i), inter.get(0)));
        }
    }

    private static void measure(Loss term, SharedPredictions predictions, PerDomain specialist, Measured into) {
        NDArray value = Tensors.scaled(term.of(predictions), 1);
        into.values.add((double) value.getFloat());
        NDList found =
                Tensors.firstGradients(value, List.of(specialist.labeled(), specialist.unlabeled()));
        into.gradients.add(Tensors.values(found.get(1)));
    }

    private static String compared(Measured ours, Measured theirs) {
        double cosine = 0;
        double size = 0;
        for (int k = 0; k < BATCHES; k++) {
            float[] a = ours.gradients.get(k);
            float[] b = theirs.gradients.get(k);
            cosine += dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)) / BATCHES;
            size += Math.sqrt(dot(a, a) / dot(b, b)) / BATCHES;
        }
        return String.format(
                Locale.ROOT,
                "%.4g where VGG16 has %.4g, correlation over batches %.2f, gradients %.2f times as long, their cosine"
                        + " %.2f",
                mean(ours.values),
                mean(theirs.values),
                correlation(ours.values, theirs.values),
                size,
                cosine);
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
