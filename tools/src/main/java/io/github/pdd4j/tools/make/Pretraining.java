package io.github.pdd4j.tools.make;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.data.Batch;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.LabeledBatch;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.data.Prefetch;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import java.util.function.DoubleConsumer;

/**
 * Supervised training of a network: L1 loss, Adam, gradients clipped to norm 1, a cosine schedule with 100 warm-up
 * iterations. The result has the moving average of the weights.
 *
 * @param start the initial network
 * @param pairs the training data
 * @param settings the training settings
 */
record Pretraining(Network start, Pairs pairs, Settings settings) {
    private static final int RISE = 100;
    private static final double AVERAGING = 0.998;

    /**
     * The training settings.
     *
     * @param iterations the number of iterations
     * @param batch the number of pairs per iteration
     * @param crop the side of the low-resolution crops in pixels
     * @param learningRate the maximum learning rate
     * @param seed the seed of the crops
     */
    record Settings(int iterations, int batch, int crop, double learningRate, long seed) {}

    /** Trains and returns the averaged network; the listener gets the loss of every 100th iteration. */
    Network train(DoubleConsumer listener) {
        Crops crops = new Crops(start.scale(), settings.crop, settings.batch, settings.seed);
        try (Scope run = Scope.inference();
                Prefetch<LabeledBatch> batches = Prefetch.of(k -> crops.labeled(pairs, k), 1)) {
            Model model = Model.trainable(start, Precision.FLOAT32, run);
            Model average = Model.moving(start, Precision.FLOAT32, run);
            Adam adam = new Adam(model.parameters(), Adam.Settings.PAPER);
            for (int k = 1; k <= settings.iterations; k++) {
                try (Scope step = run.recorded()) {
                    double loss = step(model, adam, batches.next(), step);
                    // Early weights decay faster, as in TensorFlow's moving average with num_updates.
                    Tensors.lerp(average.parameters(), model.parameters(), 1 - Math.min(AVERAGING, k / (k + 10.0)));
                    if (k % 100 == 0) {
                        listener.accept(loss);
                    }
                }
            }
            return average.snapshot(start.source());
        }
    }

    private double step(Model model, Adam adam, LabeledBatch batch, Scope step) {
        NDArray truth = tensor(batch.high(), step);
        NDArray loss = model.predict(tensor(batch.low(), step)).sub(truth).abs().mean();
        NDList gradients = Tensors.gradients(loss, model.parameters());
        Tensors.clip(gradients, 1);
        adam.step(gradients, rate(settings.learningRate, adam.steps() + 1, settings.iterations));
        return loss.getFloat();
    }

    /** Returns the learning rate: linear warm-up over 100 iterations, multiplied by a cosine decay to zero. */
    static double rate(double most, long k, long iterations) {
        double rise = Math.min(1, k / (double) RISE);
        return most * rise * 0.5 * (1 + Math.cos(Math.PI * k / iterations));
    }

    static NDArray tensor(Batch batch, Scope step) {
        return step.tensor(batch.values(), batch.n(), batch.channels(), batch.height(), batch.width());
    }
}
