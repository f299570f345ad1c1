package io.github.pdd4j.tools.bench;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tools.paint.SyntheticImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The measurements of {@code ./pdd bench}; each runs in its own process because peak memory is measured per process.
 */
public enum Measurement {
    /** Steps of the training loop of the library: {@code seconds} of each step. */
    SENTENCE {
        @Override
        public Map<String, Object> of(Workload w, Precision precision, int steps) {
            List<Double> done = new ArrayList<>(List.of(0.0));
            w.sentence(precision)
                    .iterations(steps)
                    .listen("bench", iteration -> done.add(iteration.seconds()))
                    .train();
            List<Double> seconds = new ArrayList<>();
            for (int i = 1; i < done.size(); i++) {
                seconds.add(done.get(i) - done.get(i - 1));
            }
            return Map.of("seconds", seconds);
        }
    },

    /** Steps with the structure of the published code, always in float32: {@code seconds} of each step. */
    AUTHORS_CODE {
        @Override
        public Map<String, Object> of(Workload w, Precision precision, int steps) {
            try (Scope run = Scope.inference()) {
                PublishedStep published = new PublishedStep(w.specialist(), new MovingAverage(0.999), w, run);
                return Map.of("seconds", Clock.seconds(steps, run, step -> {
                    PerDomain inputs = new PerDomain(
                            Uniform.tensor(step, w.batch(), 3, w.crop(), w.crop()),
                            Uniform.tensor(step, w.batch(), 3, w.crop(), w.crop()));
                    published.make(inputs, Uniform.tensor(step, w.batch(), 3, w.truthSide(), w.truthSide()));
                }));
            }
        }
    },

    /** Upscaling of a 128×128 image by an open session: {@code seconds} of each repetition. */
    UPSCALING {
        @Override
        public Map<String, Object> of(Workload w, Precision precision, int steps) {
            Image image = SyntheticImages.image(Workload.SEED, 128, 128);
            List<Double> seconds = new ArrayList<>();
            try (Upscaler.Session opened =
                    w.specialist().upscaling(u -> u.precision(precision)).open()) {
                for (int i = 0; i < steps; i++) {
                    long start = System.nanoTime();
                    opened.upscale(image);
                    seconds.add((System.nanoTime() - start) / 1e9);
                }
            }
            return Map.of("seconds", seconds);
        }
    },

    /** Times of the {@code parts} of a step in seconds, each measured alone. */
    PARTS {
        @Override
        public Map<String, Object> of(Workload w, Precision precision, int steps) {
            return Map.of("parts", Parts.seconds(w, precision));
        }
    },

    /**
     * The {@code rates} of plain convolutions in 10⁹ operations per second and the {@code operations} of the
     * workload's convolutions in 10⁹.
     */
    CONVOLUTIONS {
        @Override
        public Map<String, Object> of(Workload w, Precision precision, int steps) {
            return Map.of("rates", ConvolutionRates.of(w, precision), "operations", Operations.of(w));
        }
    };

    /**
     * Runs the measurement.
     *
     * @param workload the training step
     * @param precision the precision of the networks
     * @param steps the number of repetitions, where whole steps are measured
     * @return the results by name
     */
    public abstract Map<String, Object> of(Workload workload, Precision precision, int steps);
}
