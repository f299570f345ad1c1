package io.github.pdd4j.tools.bench;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Scope;
import java.util.SplittableRandom;

/** Reproducible tensors of values uniform in [0, 1). */
final class Uniform {
    private Uniform() {}

    static NDArray tensor(Scope scope, long... shape) {
        SplittableRandom random = new SplittableRandom(Workload.SEED);
        int count = 1;
        for (long length : shape) {
            count = Math.toIntExact(count * length);
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble();
        }
        return scope.tensor(values, shape);
    }
}
