package io.github.pdd4j.tools.make;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.data.Batch;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Prefetch;
import io.github.pdd4j.network.FeatureConfig;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.vgg.Vgg19;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleConsumer;

/**
 * Trains a slim VGG19 to reproduce the features of an ImageNet network: at four depths a linear map of the student's
 * features must predict the teacher's features, normalized per channel (FitNets, Romero et al. 2015).
 */
final class FeatureTeaching {
    private static final int WIDTH = 16;
    private static final int SIDE = 96;
    private static final int ITERATIONS = 2500;
    private static final double LEARNING_RATE = 1e-3;
    private static final List<String> STUDENT = List.of("conv2_2", "conv3_4", "conv4_4", "conv5_4");
    private static final List<String> TEACHER = List.of("stem", "block2", "block4", "block10");
    private static final int[] STUDENT_CHANNELS = {2 * WIDTH, 4 * WIDTH, 8 * WIDTH, 8 * WIDTH};
    private static final int[] TEACHER_CHANNELS = {32, 24, 40, 112};

    private final FeatureExtractor teacher;
    private final Images images;

    FeatureTeaching(FeatureExtractor teacher, Images images) {
        this.teacher = teacher;
        this.images = images;
    }

    /** The trained student and the fraction of the teacher's variance that it explains on held-out images. */
    record Result(StateDict weights, String quality) {}

    Result train(DoubleConsumer listener, Images heldOut) {
        FeatureConfig form = new Vgg19().sized(WIDTH);
        FeatureExtractor start = new FeatureExtractor(form, InitialWeights.of(form, 4), "vgg19", "");
        Crops crops = new Crops(1, SIDE, 8, 4);
        try (Scope run = Scope.inference();
                Prefetch<Batch> batches = Prefetch.of(k -> crops.unlabeled(images, k), 1)) {
            Pupil pupil = new Pupil(start.trainable(run), teacher.in(Precision.FLOAT32, run), projections(run));
            Adam adam = new Adam(pupil.parameters(), Adam.Settings.PAPER);
            for (int k = 1; k <= ITERATIONS; k++) {
                try (Scope step = run.recorded()) {
                    NDArray loss = pupil.loss(Pretraining.tensor(batches.next(), step));
                    NDList gradients = Tensors.gradients(loss, pupil.parameters());
                    Tensors.clip(gradients, 1);
                    adam.step(gradients, Pretraining.rate(LEARNING_RATE, k, ITERATIONS));
                    if (k % 100 == 0) {
                        listener.accept(loss.getFloat());
                    }
                }
            }
            return new Result(Calibration.of(pupil.student.snapshot(), images), quality(pupil, heldOut, run));
        }
    }

    private static List<NDArray> projections(Scope run) {
        List<NDArray> projections = new ArrayList<>();
        for (int i = 0; i < STUDENT.size(); i++) {
            int inputs = STUDENT_CHANNELS[i];
            int outputs = TEACHER_CHANNELS[i];
            projections.add(Tensors.leaf(run.tensor(InitialWeights.projection(inputs, outputs, i), inputs, outputs)));
        }
        return projections;
    }

    private static String quality(Pupil pupil, Images heldOut, Scope run) {
        try (Scope scope = run.unrecorded()) {
            NDArray crops = Pretraining.tensor(new Crops(1, 192, 8, 0).unlabeled(heldOut, 0), scope);
            List<NDArray> errors = pupil.errors(crops);
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < errors.size(); i++) {
                parts.add(String.format(
                        Locale.ROOT,
                        "%s %.2f of %s",
                        STUDENT.get(i),
                        1 - errors.get(i).getFloat(),
                        TEACHER.get(i)));
            }
            return "share of EfficientNet-Lite0's feature variance explained linearly on held-out "
                    + TrainingImages.HELD_OUT + ": " + String.join(", ", parts);
        }
    }

    /** The student and its teacher. */
    private record Pupil(FeatureExtractor.Loaded student, FeatureExtractor.Loaded teacher, List<NDArray> projections) {
        List<NDArray> parameters() {
            List<NDArray> all = new ArrayList<>(student.parameters());
            all.addAll(projections);
            return all;
        }

        NDArray loss(NDArray images) {
            return errors(images).stream().reduce(NDArray::add).orElseThrow();
        }

        /** Returns the mean squared error at each depth; predicting the mean gives 1. */
        List<NDArray> errors(NDArray images) {
            Map<String, NDArray> wanted = teacher.of(images, TEACHER);
            Map<String, NDArray> given = student.of(images, STUDENT);
            List<NDArray> errors = new ArrayList<>();
            for (int i = 0; i < STUDENT.size(); i++) {
                NDArray target = rows(Objects.requireNonNull(wanted.get(TEACHER.get(i))));
                NDArray features = rows(Objects.requireNonNull(given.get(STUDENT.get(i))));
                errors.add(features.matMul(projections.get(i))
                        .sub(normalized(target))
                        .square()
                        .mean());
            }
            return errors;
        }

        /** Reshapes (N, C, H, W) to (N * H * W, C). */
        private static NDArray rows(NDArray features) {
            long channels = features.getShape().get(1);
            return features.transpose(0, 2, 3, 1).reshape(-1, channels);
        }

        private static NDArray normalized(NDArray rows) {
            NDArray centered = rows.sub(rows.mean(new int[] {0}, true));
            return centered.div(
                    centered.square().mean(new int[] {0}, true).sqrt().add(1e-6f));
        }
    }
}
