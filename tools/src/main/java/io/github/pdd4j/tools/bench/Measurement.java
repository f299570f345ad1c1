package io.github.pdd4j.tools.bench;

import io.github.pdd4j.distill.MovingAverage;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tools.paint.SyntheticImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code ./pdd bench} measures in one process, for its peak memory is the process's. */
public enum Measurement {
    /** Steps of the training loop, as a user gets them: {@code seconds} of each. */
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

    /** Steps in the published code's structure, always in float32: {@code seconds} of each. */
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

    /** Upscaling of an image of 128×128 pixels by the network that is ready for it: {@code seconds} of each time. */
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

    /** The {@code parts} of a step, each alone, in seconds. */
    PARTS {
        @Override
        public Map<String, Object> of(Workload w, Precision precision, int steps) {
            return Map.of("parts", Parts.seconds(w, precision));
        }
    },

    /** The {@code rates} of plain convolutions, and the {@code operations} of the workload's, in 10⁹. */
    CONVOLUTIONS {
        @Override
        public Map<String, Object> of(Workload w, Precision precision, int steps) {
            return Map.of("rates", ConvolutionRates.of(w, precision), "operations", Operations.of(w));
        }
    };

    /** Measures, with {@code steps} whole steps where steps are measured. */
    public abstract Map<String, Object> of(Workload workload, Precision precision, int steps);
}
