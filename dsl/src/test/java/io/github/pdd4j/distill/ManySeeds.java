package io.github.pdd4j.distill;

import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.MovingAverage;
import java.util.Map;

/**
 * Short runs of random networks with everything at once, each with a seed of its own, in which every term and every
 * gradient must stay finite; started by hand with their number.
 */
final class ManySeeds {
    private static final int ITERATIONS = 12;

    private ManySeeds() {}

    public static void main(String[] arguments) {
        int runs = arguments.length == 0 ? 300 : Integer.parseInt(arguments[0]);
        int bad = 0;
        for (int seed = 1; seed <= runs; seed++) {
            Run run = sentence(seed).train();
            if (!isFinite(run)) {
                bad++;
                System.out.println("seed " + seed + ": " + run);
            }
            if (seed % 50 == 0 || seed == runs) {
                System.out.println(seed + " runs of " + ITERATIONS + " iterations, " + bad + " not finite");
            }
        }
        System.exit(bad == 0 ? 0 : 1);
    }

    private static Distillation sentence(int seed) {
        Distillation random = Small.sentence()
                .specialist(Small.network(4, seed))
                .adversarial(a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(2))
                .gradientNorms(1)
                .iterations(ITERATIONS)
                .seed(seed);
        return seed % 2 == 0
                ? random.generalist(new MovingAverage(0.999)).warmUp(2)
                : random.generalist(Small.network(4, 1000 + seed));
    }

    /** Every term, gradient and signal that was taken down; distances have no gradient before they begin. */
    private static boolean isFinite(Run run) {
        return !run.toString().contains("skipped") && run.rows().stream().allMatch(ManySeeds::isFinite);
    }

    private static boolean isFinite(Iteration done) {
        return isFinite(done.terms()) && isFinite(done.watched());
    }

    private static boolean isFinite(Map<String, Double> values) {
        return values.values().stream().allMatch(Double::isFinite);
    }
}
