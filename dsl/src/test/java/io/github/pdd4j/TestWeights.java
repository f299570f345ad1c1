package io.github.pdd4j;

import io.github.pdd4j.network.ModelConfig;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Random weights for tests: convolutions with the standard deviation of He (2015, Eq. 14), all else 0.25 or 0. */
public final class TestWeights {
    private TestWeights() {}

    /** Weights of this form; the same seed gives the same weights. */
    public static StateDict of(ModelConfig form, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        form.shapes().forEach((name, shape) -> {
            float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            Arrays.fill(values, name.endsWith(".bias") ? 0 : 0.25f);
            if (shape.length == 4) {
                double deviation = Math.sqrt(2.0 / (shape[1] * shape[2] * shape[3]));
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (random.nextGaussian() * deviation);
                }
            }
            tensors.put(name, StoredTensor.of(values, shape));
        });
        return StateDict.of(tensors);
    }
}
