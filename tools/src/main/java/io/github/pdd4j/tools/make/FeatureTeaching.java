package io.github.pdd4j.tools.make;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.FeatureConfig;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.vgg.Vgg19;
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
 * <p>{@link LayerwiseFit} makes it. Here is what it learns from, and how well it does on held-out images.
 */
final class FeatureTeaching {
    private static final int WIDTH = 32;
    private static final int MEASURED = 8;

    /** The layers that the paper's losses read, and VGG16's at the same depth. */
    private static final List<String> STUDENT =
            List.of("conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_4", "conv4_1", "conv4_4", "conv5_1", "conv5_4");

    private static final List<String> TEACHER =
            List.of("conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_3", "conv4_1", "conv4_3", "conv5_1", "conv5_3");

    private static final Script SCRIPT = Script.of(FeatureTeaching.class, "teaching.script");

    private final FeatureExtractor teacher;
    private final ImageVersions images;
    private final Consumer<String> report;

    FeatureTeaching(FeatureExtractor teacher, ImageVersions images, Consumer<String> report) {
        this.teacher = teacher;
        this.images = images;
        this.report = report;
    }

    /** The student and the share of its channels' variance in VGG16 that it gives on held-out images. */
    record Result(StateDict weights, String quality) {}

    Result train(ImageVersions heldOut) {
        FeatureConfig form = new Vgg19().sized(WIDTH);
        LayerwiseFit.Result fitted = new LayerwiseFit(teacher, form, report).run(images);
        try (Scope run = Scope.inference()) {
            Pupil pupil = new Pupil(
                    new FeatureExtractor(form, fitted.weights(), "vgg19", "").in(Precision.FLOAT32, run),
                    teacher.in(Precision.FLOAT32, run),
                    fitted.channels());
            return new Result(fitted.weights(), quality(pupil, heldOut, run));
        }
    }

    private static String quality(Pupil pupil, ImageVersions heldOut, Scope run) {
        try (Scope scope = run.unrecorded()) {
            NDArray batch = heldOut.in(MEASURED, scope).batch(1, scope);
            Map<String, NDArray> features = pupil.student.of(batch, STUDENT);
            List<NDArray> targets = pupil.targets(batch);
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
        List<NDArray> targets(NDArray batch) {
            Map<String, NDArray> features = teacher.of(batch, TEACHER);
            List<NDArray> targets = new ArrayList<>();
            for (int i = 0; i < STUDENT.size(); i++) {
                NDArray all = Objects.requireNonNull(features.get(TEACHER.get(i)));
                targets.add(LayerwiseFit.chosen(all, Objects.requireNonNull(channels.get(STUDENT.get(i))), 1));
            }
            return targets;
        }
    }
}
