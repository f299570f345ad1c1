package io.github.pdd4j.tools.make;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.LabeledBatch;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;

/**
 * Crops in the three versions that losses compare: sharp, and predicted by two networks from a degraded input.
 *
 * @param pairs the sharp images and their degraded versions
 * @param seed the seed of the crops
 * @param first predicts the second third of a batch
 * @param second predicts the last third
 */
record ImageVersions(Pairs pairs, long seed, Network first, Network second) {
    /** The versions of each crop. */
    static final int COUNT = 3;

    private static final int LOW = 24;

    static ImageVersions of(Images images, long seed, Network first, Network second) {
        return new ImageVersions(images.downscaledBy(Recipes.BLIND), seed, first, second);
    }

    /** The networks in memory. */
    record Predicting(Crops crops, Pairs pairs, Model first, Model second) {
        /** Returns crops (3 * n, 3, 96, 96) in [0, 1]: all sharp ones, then all of each network. */
        NDArray batch(long k, Scope scope) {
            LabeledBatch labeled = crops.labeled(pairs, k);
            try (Scope inner = scope.unrecorded()) {
                NDArray low = Pretraining.tensor(labeled.low(), inner);
                NDArray sharp = Pretraining.tensor(labeled.high(), scope);
                NDArray all = NDArrays.concat(new NDList(
                        sharp,
                        first.predict(low).clip(0, 1),
                        second.predict(low).clip(0, 1)));
                all.attach(sharp.getManager());
                return all;
            }
        }
    }

    Predicting in(int batch, Scope scope) {
        return new Predicting(
                new Crops(first.scale(), LOW, batch, seed),
                pairs,
                Model.frozen(first, Precision.FLOAT32, scope),
                Model.frozen(second, Precision.FLOAT32, scope));
    }
}
