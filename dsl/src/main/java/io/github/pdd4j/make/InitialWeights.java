package io.github.pdd4j.make;

import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random weights to start from: He's initialisation (2015, Eq. 14), biases zero, PReLU slopes 0.25.
 *
 * <pre>{@code
 * System.out.println(io.github.pdd4j.make.InitialWeights.rrdbNet(8, 1, 4, 7));
 * }</pre>
 */
public final class InitialWeights {
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final RandomGenerator random;

    private InitialWeights(long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static StateDict compact(int features, int convolutions, long seed) {
        InitialWeights w = new InitialWeights(seed);
        w.convolution("body.0", 3, features, 1);
        w.slopes("body.1", features);
        for (int i = 1; i <= convolutions; i++) {
            w.convolution("body." + 2 * i, features, features, 1);
            w.slopes("body." + (2 * i + 1), features);
        }
        // The last one begins small: the network begins as nearest-neighbour upsampling.
        w.convolution("body." + (2 * convolutions + 2), features, 48, 0.1);
        return StateDict.of(w.tensors);
    }

    static StateDict srResNet(int features, int blocks, long seed) {
        InitialWeights w = new InitialWeights(seed);
        w.convolution("conv_first", 3, features, 1);
        for (int i = 0; i < blocks; i++) {
            w.convolution("body." + i + ".conv1", features, features, 0.1);
            w.convolution("body." + i + ".conv2", features, features, 0.1);
        }
        w.convolution("upconv1", features, 4 * features, 1);
        w.convolution("upconv2", features, 4 * features, 1);
        w.convolution("conv_hr", features, features, 1);
        w.convolution("conv_last", features, 3, 0.1);
        return StateDict.of(w.tensors);
    }

    /** RRDBNet ×4, with dense blocks near the identity: their weights are scaled by 0.1, as ESRGAN's are. */
    public static StateDict rrdbNet(int features, int blocks, int growth, long seed) {
        InitialWeights w = new InitialWeights(seed);
        w.convolution("conv_first", 3, features, 1);
        for (int dense = 0; dense < 3 * blocks; dense++) {
            String name = "body." + dense / 3 + ".rdb" + (dense % 3 + 1) + ".conv";
            for (int i = 0; i < 5; i++) {
                w.convolution(name + (i + 1), features + i * growth, i < 4 ? growth : features, 0.1);
            }
        }
        for (String name : List.of("conv_body", "conv_up1", "conv_up2", "conv_hr")) {
            w.convolution(name, features, features, 1);
        }
        w.convolution("conv_last", features, 3, 0.1);
        return StateDict.of(w.tensors);
    }

    /** VGG19 whose layers have {@code width / 64} of the published channels. */
    public static StateDict vgg19(int width, long seed) {
        InitialWeights w = new InitialWeights(seed);
        int[] positions = {0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34};
        int[] widths = {1, 1, 2, 2, 4, 4, 4, 4, 8, 8, 8, 8, 8, 8, 8, 8};
        int inputs = 3;
        for (int i = 0; i < positions.length; i++) {
            w.convolution("features." + positions[i], inputs, widths[i] * width, 1);
            inputs = widths[i] * width;
        }
        return StateDict.of(w.tensors);
    }

    /** A linear map from {@code inputs} to {@code outputs} channels, row by row. */
    static float[] projection(int inputs, int outputs, long seed) {
        return new InitialWeights(seed).normal(inputs * outputs, Math.sqrt(1.0 / inputs));
    }

    private void convolution(String name, int inputs, int outputs, double factor) {
        double deviation = factor * Math.sqrt(2.0 / (9.0 * inputs));
        tensors.put(name + ".weight", StoredTensor.of(normal(outputs * inputs * 9, deviation), outputs, inputs, 3, 3));
        tensors.put(name + ".bias", StoredTensor.of(new float[outputs], outputs));
    }

    private void slopes(String name, int features) {
        float[] slopes = new float[features];
        Arrays.fill(slopes, 0.25f);
        tensors.put(name + ".weight", StoredTensor.of(slopes, features));
    }

    private float[] normal(int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }
}
