package io.github.pdd4j.tools.make;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Scales every layer of a VGG19 to the same standard deviation on given images, without changing its features
 * otherwise.
 *
 * <p>R_intra applies a softmax over channels, which is nearly uniform if features differ little from each other,
 * whatever they represent. Convolutions and ReLUs commute with positive factors, so the factor of each layer can be
 * chosen freely.
 */
final class Calibration {
    /** The deviation that made R_intra decrease in trials with 0.5 (no effect), 3 and 8. */
    private static final double DEVIATION = 3;

    private Calibration() {}

    static StateDict of(StateDict weights, Images images) {
        FeatureExtractor vgg = FeatureExtractor.of(weights, "vgg19", "VGG19");
        Map<String, StoredTensor> calibrated = new LinkedHashMap<>();
        List<String> names = weights.names();
        double factorBefore = 1;
        Map<String, Double> deviations = deviations(vgg, images);
        for (int layer = 0; layer < vgg.layers().size(); layer++) {
            double factor = DEVIATION
                    / Objects.requireNonNull(deviations.get(vgg.layers().get(layer)));
            String weight = names.get(2 * layer);
            String bias = names.get(2 * layer + 1);
            calibrated.put(weight, scaled(weights.tensor(weight), factor / factorBefore));
            calibrated.put(bias, scaled(weights.tensor(bias), factor));
            factorBefore = factor;
        }
        return StateDict.of(calibrated);
    }

    private static Map<String, Double> deviations(FeatureExtractor vgg, Images images) {
        Map<String, Double> deviations = new LinkedHashMap<>();
        try (Scope scope = Scope.inference()) {
            NDArray crops = Pretraining.tensor(new Crops(1, 192, 16, 5).unlabeled(images, 0), scope);
            vgg.in(Precision.FLOAT32, scope)
                    .of(crops, vgg.layers())
                    .forEach((layer, f) -> deviations.put(layer, deviation(f)));
        }
        return deviations;
    }

    /** Returns the standard deviation from each channel's mean, over all values of a layer. */
    private static double deviation(NDArray features) {
        NDArray rows =
                features.transpose(0, 2, 3, 1).reshape(-1, features.getShape().get(1));
        return Math.sqrt(
                rows.sub(rows.mean(new int[] {0}, true)).square().mean().getFloat());
    }

    private static StoredTensor scaled(StoredTensor tensor, double factor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factor;
        }
        return StoredTensor.of(values, tensor.shape());
    }
}
