package io.github.pdd4j.tools.make;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.FeatureConfig;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.vgg.Vgg19;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Makes a VGG19 of half the width whose channels are channels of VGG16: distances in its features are VGG16's distances
 * over half of the channels, and have their size.
 *
 * <p>{@link LayerwiseFit} fits one layer after the other; then all are trained together. Both count the differences
 * between versions of an image as much as the versions, since differences are what the losses compare.
 */
final class FeatureTeaching {
    private static final int WIDTH = 32;
    private static final int ITERATIONS = Integer.getInteger("iterations", 150);
    private static final double LEARNING_RATE = Double.parseDouble(System.getProperty("rate", "1e-4"));
    private static final int CROPS = 2;

    /** The training begins with crops that the fit did not see. */
    private static final long FIRST = 100_000;

    /** The layers that the paper's losses read, and VGG16's at the same depth. */
    static final List<String> STUDENT = List.of(
            "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_4", "conv4_1", "conv4_4", "conv5_1", "conv5_4");

    static final List<String> TEACHER = List.of(
            "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_3", "conv4_1", "conv4_3", "conv5_1", "conv5_3");

    private static final Script SCRIPT = Script.of(FeatureTeaching.class, "teaching.script");

    private final FeatureExtractor teacher;
    private final ImageVersions images;
    private final Consumer<String> report;

    FeatureTeaching(FeatureExtractor teacher, ImageVersions images, Consumer<String> report) {
        this.teacher = teacher;
        this.images = images;
        this.report = report;
    }

    /** The trained student and the share of its channels' variance in VGG16 that it gives on held-out images. */
    record Result(StateDict weights, String quality) {}

    Result train(ImageVersions heldOut) {
        FeatureConfig form = new Vgg19().sized(WIDTH);
        LayerwiseFit.Result begun = new LayerwiseFit(teacher, form, report).run(images);
        try (Scope run = Scope.inference()) {
            Pupil pupil = new Pupil(
                    new FeatureExtractor(form, begun.weights(), "vgg19", "").trainable(run),
                    teacher.in(Precision.FLOAT32, run),
                    begun.channels());
            report.accept(quality(pupil, heldOut, run));
            tune(pupil, run);
            return new Result(pupil.student.snapshot(), quality(pupil, heldOut, run));
        }
    }

    private void tune(Pupil pupil, Scope run) {
        ImageVersions.Predicting predicting = images.in(CROPS, run);
        Adam adam = new Adam(pupil.student.parameters(), Adam.Settings.PAPER);
        double sum = 0;
        for (int k = 1; k <= ITERATIONS; k++) {
            try (Scope step = run.recorded()) {
                NDArray loss = pupil.loss(predicting.batch(FIRST + k, step), step);
                NDList gradients = Tensors.gradients(loss, pupil.student.parameters());
                Tensors.clip(gradients, 1);
                adam.step(gradients, Pretraining.rate(LEARNING_RATE, k, ITERATIONS));
                sum += loss.getFloat();
            }
            if (k % 10 == 0) {
                report.accept(String.format(Locale.ROOT, "iteration %d, mean loss of ten %.3f", k, sum / 10));
                sum = 0;
            }
        }
    }

    private static String quality(Pupil pupil, ImageVersions heldOut, Scope run) {
        try (Scope scope = run.unrecorded()) {
            NDArray batch = heldOut.in(8, scope).batch(1, scope);
            Map<String, NDArray> features = pupil.student.of(batch, STUDENT);
            List<NDArray> targets = pupil.targets(batch, scope);
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < STUDENT.size(); i++) {
                NDArray given = Objects.requireNonNull(features.get(STUDENT.get(i)));
                float[] shares = Tensors.values(SCRIPT.call("explained", given, targets.get(i)));
                parts.add(String.format(Locale.ROOT, "%s %.2f", STUDENT.get(i), shares[0]));
            }
            return "share of the variance of its VGG16 channels on held-out " + TrainingImages.HELD_OUT + ": "
                    + String.join(", ", parts);
        }
    }

    /** The student, its teacher, and which of the teacher's channels each layer of the student gives. */
    private record Pupil(
            FeatureExtractor.Loaded student, FeatureExtractor.Loaded teacher, Map<String, int[]> channels) {
        List<NDArray> targets(NDArray batch, Scope step) {
            List<NDArray> targets = new ArrayList<>();
            try (Scope quiet = step.unrecorded()) {
                Map<String, NDArray> features = teacher.of(batch, TEACHER);
                for (int i = 0; i < STUDENT.size(); i++) {
                    NDArray all = Objects.requireNonNull(features.get(TEACHER.get(i)));
                    targets.add(LayerwiseFit.chosen(all, Objects.requireNonNull(channels.get(STUDENT.get(i))), 1));
                }
            }
            return targets;
        }

        NDArray loss(NDArray batch, Scope step) {
            List<NDArray> targets = targets(batch, step);
            Map<String, NDArray> features = student.of(batch, STUDENT);
            List<NDArray> terms = new ArrayList<>();
            for (int i = 0; i < STUDENT.size(); i++) {
                NDArray given = Objects.requireNonNull(features.get(STUDENT.get(i)));
                terms.add(SCRIPT.call("relative_error", given, targets.get(i)));
            }
            return terms.stream().reduce(NDArray::add).orElseThrow();
        }
    }
}
