package io.github.pdd4j.distill;

import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.Layers;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Networks and images that are small enough for a test and behave like real ones. */
public final class Small {
    public static final Images IMAGES = TestImages.images(3, 64, 1);

    private Small() {}

    /** SRVGGNetCompact with 4 features and one inner convolution. */
    public static Network network(int scale, long seed) {
        Map<String, StoredTensor> weights = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        convolution(weights, "body.0", 3, 4, random);
        weights.put("body.1.weight", StoredTensor.of(new float[] {.25f, .25f, .25f, .25f}, 4));
        convolution(weights, "body.2", 4, 4, random);
        weights.put("body.3.weight", StoredTensor.of(new float[] {.25f, .25f, .25f, .25f}, 4));
        convolution(weights, "body.4", 4, 3 * scale * scale, random);
        return Network.of(StateDict.of(weights), "small " + seed);
    }

    /** VGG19 of one thirty-second of its width. */
    public static FeatureExtractor features() {
        int[] positions = {0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34};
        int[] widths = {2, 2, 4, 4, 8, 8, 8, 8, 16, 16, 16, 16, 16, 16, 16, 16};
        Map<String, StoredTensor> weights = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(5);
        int inputs = 3;
        for (int i = 0; i < positions.length; i++) {
            convolution(weights, "features." + positions[i], inputs, widths[i], random);
            inputs = widths[i];
        }
        return FeatureExtractor.of(StateDict.of(weights), "small VGG19", "VGG19");
    }

    /** A complete sentence of three iterations. */
    public static Distillation sentence() {
        return Distillation.in(features())
                .precision(Precision.FLOAT32)
                .generalist(network(4, 1))
                .specialist(network(4, 2))
                .labeled(IMAGES.downscaledBy(Resampling.MATLAB_BICUBIC))
                .unlabeled(IMAGES)
                .perceptual(p -> p.layers(Layers.equal("conv1_2", "conv2_2")))
                .iterations(3)
                .batch(1)
                .crop(16)
                .learningRate(1e-3)
                .seed(7);
    }

    private static void convolution(
            Map<String, StoredTensor> weights, String name, int inputs, int outputs, SplittableRandom random) {
        float[] values = new float[outputs * inputs * 9];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble(-1, 1) * Math.sqrt(2.0 / (3 * inputs)));
        }
        weights.put(name + ".weight", StoredTensor.of(values, outputs, inputs, 3, 3));
        weights.put(name + ".bias", StoredTensor.of(new float[outputs], outputs));
    }
}
