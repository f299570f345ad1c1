package io.github.pdd4j.tools.make;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.FeatureConfig;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fits the layers of a VGG19 of half the width to VGG16's, one after the other: half of the teacher's channels are
 * chosen, and the convolution is their least-squares prediction from the student's layer before, as in channel pruning
 * (He, Zhang and Sun 2017, section 3.1).
 *
 * <p>Differences between the versions of an image are targets as much as the versions, each divided by its variance:
 * differences are what the losses compare.
 *
 * <p>The second layers of groups 3, 4 and 5, which VGG16 does not have, are identities: what they receive is not
 * negative, so the ReLU after them changes nothing.
 */
final class LayerwiseFit {
    /**
     * Draws coefficients to the teacher's own, which generalize, the more the fewer positions there are for each: the
     * deep layers have few.
     */
    private static final double RIDGE = 5;

    private static final int CROPS = 8;

    /** The positions that a layer is fitted at, at least: early layers have many in each image, deep ones few. */
    private static final long POSITIONS = 60_000;

    private static final int SIDE = 3;
    private static final Script SCRIPT = Script.of(LayerwiseFit.class, "teaching.script");

    private final FeatureExtractor teacher;
    private final FeatureConfig form;
    private final Consumer<String> report;
    private final Map<String, StoredTensor> fitted = new LinkedHashMap<>();
    private final Map<String, int[]> channels = new LinkedHashMap<>();

    LayerwiseFit(FeatureExtractor teacher, FeatureConfig form, Consumer<String> report) {
        this.teacher = teacher;
        this.form = form;
        this.report = report;
    }

    /**
     * The fitted student.
     *
     * @param weights its weights
     * @param channels by layer of the student, which channels of the teacher its channels are
     */
    record Result(StateDict weights, Map<String, int[]> channels) {}

    /** The values of one batch after a layer, which replaces them by those after the next. */
    private static final class Activations {
        private NDArray teacher;
        private NDArray student;

        Activations(NDArray images) {
            teacher = images;
            student = Tensors.copy(images);
        }

        void teacher(NDArray next) {
            teacher.close();
            teacher = next;
        }

        void student(NDArray next) {
            student.close();
            student = next;
        }
    }

    /** A convolution in memory. */
    private record Convolution(NDArray weight, NDArray bias) {
        NDArray of(NDArray x) {
            return SCRIPT.call("convolution", x, weight, bias);
        }
    }

    /** A layer of both networks. */
    private record Layer(Convolution teacher, Convolution student, boolean halves) {
        void apply(Activations each) {
            if (halves) {
                halve(each);
            }
            each.teacher(teacher.of(each.teacher));
            each.student(student.of(each.student));
            rectify(each);
        }
    }

    Result run(ImageVersions images) {
        try (Scope run = Scope.inference()) {
            Inputs source = new Inputs(images.in(CROPS, run), run);
            List<NDArray> given = teacher.in(Precision.FLOAT32, run).parameters();
            List<Layer> before = new ArrayList<>();
            List<Activations> batches = new ArrayList<>();
            int[] inputs = {0, 1, 2};
            for (String layer : form.layers()) {
                if (inVgg19Only(layer)) {
                    put(layer, identity(inputs.length), new float[inputs.length], inputs, inputs);
                    continue;
                }
                boolean halves = layer.endsWith("_1") && !before.isEmpty();
                if (halves) {
                    batches.forEach(LayerwiseFit::halve);
                }
                fill(batches, source, before, halves);
                int at = 2 * before.size();
                Convolution theirs = new Convolution(given.get(at), given.get(at + 1));
                batches.forEach(each -> each.teacher(theirs.of(each.teacher)));
                int[] chosen = choice(batches, run);
                Convolution ours = fit(batches, prior(theirs, chosen, inputs), chosen, run);
                put(layer, Tensors.values(ours.weight), Tensors.values(ours.bias), chosen, inputs);
                batches.forEach(each -> each.student(ours.of(each.student)));
                report.accept(layer + " explains " + explained(batches.get(0), chosen));
                batches.forEach(LayerwiseFit::rectify);
                before.add(new Layer(theirs, ours, halves));
                inputs = chosen;
            }
        }
        return new Result(StateDict.of(fitted), channels);
    }

    /** Adds batches, sent through the layers before, until they have the positions that a fit needs. */
    private static void fill(List<Activations> batches, Inputs source, List<Layer> before, boolean halves) {
        long positions = batches.stream().mapToLong(LayerwiseFit::positions).sum();
        while (positions < POSITIONS) {
            Activations each = source.batch(batches.size());
            before.forEach(layer -> layer.apply(each));
            if (halves) {
                halve(each);
            }
            batches.add(each);
            positions += positions(each);
        }
    }

    private static long positions(Activations each) {
        long[] shape = each.teacher.getShape().getShape();
        return shape[0] * shape[2] * shape[3];
    }

    private void put(String layer, float[] weight, float[] bias, int[] chosen, int[] inputs) {
        int at = 2 * form.layers().indexOf(layer);
        fitted.put(form.names().get(at), StoredTensor.of(weight, chosen.length, inputs.length, SIDE, SIDE));
        fitted.put(form.names().get(at + 1), StoredTensor.of(bias, chosen.length));
        channels.put(layer, chosen);
    }

    /** Batches as VGG wants them. */
    private record Inputs(ImageVersions.Predicting images, Scope run) {
        Activations batch(int k) {
            try (Scope scope = run.unrecorded();
                    NDArray batch = images.batch(k, run)) {
                NDArray mean = scope.tensor(new float[] {0.485f, 0.456f, 0.406f}, 1, 3, 1, 1);
                NDArray deviation = scope.tensor(new float[] {0.229f, 0.224f, 0.225f}, 1, 3, 1, 1);
                return new Activations(SCRIPT.call("normalized", batch, mean, deviation));
            }
        }
    }

    private static void halve(Activations each) {
        each.teacher(SCRIPT.call("halved", each.teacher));
        each.student(SCRIPT.call("halved", each.student));
    }

    private static void rectify(Activations each) {
        each.teacher(SCRIPT.call("rectified", each.teacher));
        each.student(SCRIPT.call("rectified", each.student));
    }

    private static int[] choice(List<Activations> batches, Scope run) {
        int count = (int) batches.get(0).teacher.getShape().get(1);
        try (Scope scope = run.unrecorded()) {
            NDArray sum = scope.tensor(new float[count * count], count, count);
            for (Activations each : batches) {
                try (NDArray found = SCRIPT.call("covariances", each.teacher)) {
                    sum.addi(found);
                }
            }
            float[] values = Tensors.values(sum);
            double[][] covariances = new double[count][count];
            for (int i = 0; i < values.length; i++) {
                covariances[i / count][i % count] = values[i];
            }
            return ChannelChoice.of(covariances, count / 2);
        }
    }

    private static NDArray prior(Convolution theirs, int[] chosen, int[] inputs) {
        NDArray weight = chosen(chosen(theirs.weight, chosen, 0), inputs, 1);
        return SCRIPT.call("rows", weight, chosen(theirs.bias, chosen, 0));
    }

    private static Convolution fit(List<Activations> batches, NDArray prior, int[] chosen, Scope run) {
        long terms = prior.getShape().get(0);
        try (Scope scope = run.unrecorded()) {
            NDArray left = scope.tensor(new float[(int) (terms * terms)], terms, terms);
            NDArray right = scope.tensor(new float[(int) (terms * chosen.length)], terms, chosen.length);
            long positions = batches.stream().mapToLong(LayerwiseFit::positions).sum();
            for (Activations each : batches) {
                NDList found = SCRIPT.callForList(
                        "normal_equations_of_chosen", each.student, each.teacher, floats(chosen), SIDE);
                left.addi(found.get(0));
                right.addi(found.get(1));
                found.close();
            }
            NDArray solution = SCRIPT.call("solution", prior, left, right, RIDGE * terms / positions);
            NDList kernel = SCRIPT.callForList("kernel", solution, SIDE);
            return new Convolution(kernel.get(0), kernel.get(1));
        }
    }

    /** For the versions and their two differences, the share of the chosen channels' variance. */
    private static String explained(Activations batch, int[] chosen) {
        try (NDArray target = chosen(batch.teacher, chosen, 1);
                NDArray shares = SCRIPT.call("explained", batch.student, target)) {
            float[] values = Tensors.values(shares);
            return String.format(Locale.ROOT, "%.3f, %.3f, %.3f", values[0], values[1], values[2]);
        }
    }

    static NDArray chosen(NDArray x, int[] channels, int axis) {
        return SCRIPT.call("chosen", x, floats(channels), axis);
    }

    private static float[] floats(int[] channels) {
        float[] indices = new float[channels.length];
        IntStream.range(0, channels.length).forEach(i -> indices[i] = channels[i]);
        return indices;
    }

    private static boolean inVgg19Only(String layer) {
        return layer.endsWith("_2") && layer.charAt(4) > '2';
    }

    private static float[] identity(int channels) {
        float[] values = new float[channels * channels * SIDE * SIDE];
        for (int i = 0; i < channels; i++) {
            values[(i * channels + i) * SIDE * SIDE + SIDE * SIDE / 2] = 1;
        }
        return values;
    }
}
