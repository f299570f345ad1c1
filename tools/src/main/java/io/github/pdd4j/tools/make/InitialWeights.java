package io.github.pdd4j.tools.make;

import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.ModelConfig;
import io.github.pdd4j.network.SuperResolutionConfig;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random initial weights: He initialization (2015, Eq. 14), zero biases, PReLU slopes 0.25. */
public final class InitialWeights {
    private InitialWeights() {}

    /**
     * Creates initial weights; the same seed gives the same weights.
     *
     * <p>Two kinds of weights are scaled by 0.1: the last convolution of a super-resolution network, so that it
     * starts as plain upsampling, and the residual blocks of a body feature network, so that they start near the
     * identity as in ESRGAN.
     *
     * @param form the architecture
     * @param seed the seed
     * @return the weights
     */
    public static StateDict of(ModelConfig form, long seed) {
        RandomGenerator random = random(seed);
        List<String> names = form.names();
        String last = form instanceof SuperResolutionConfig ? names.get(names.size() - 2) : "";
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        form.shapes().forEach((name, shape) -> {
            boolean residual = form instanceof BodyFeatureConfig && name.startsWith("body.");
            double factor = residual || name.equals(last) ? 0.1 : 1;
            tensors.put(name, StoredTensor.of(values(name, shape, factor, random), shape));
        });
        return StateDict.of(tensors);
    }

    private static float[] values(String name, long[] shape, double factor, RandomGenerator random) {
        int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        if (shape.length == 4) {
            return normal(size, factor * Math.sqrt(2.0 * shape[0] / size), random);
        }
        float[] values = new float[size];
        Arrays.fill(values, name.endsWith(".bias") ? 0 : 0.25f);
        return values;
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static float[] normal(int count, double deviation, RandomGenerator random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }
}
