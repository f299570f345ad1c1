package io.github.pdd4j.distill;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.runs.Runs;
import io.github.pdd4j.sentence.Checkpointing;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.weights.StateDict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills trainings, as {@code kill -9} does; {@code -Dpdd4j.kills=60} for more of them. */
class KillTest {
    private static final int KILLS = Integer.getInteger("pdd4j.kills", 5);
    private static final long SEED = Long.getLong("pdd4j.kills.seed", 1);
    private static final int LONGEST = 500;

    /** A session that is heard of so often makes more than it lost by the kill before, however slow the machine is. */
    private static final int HEARD = 3;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_training_killed_again_and_again_ends_as_one_that_was_not() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        RunFolder night = new RunDirectory(folder).of("night");
        for (int i = 0; i < KILLS; i++) {
            int seen = killedAfter(random.nextInt(LONGEST));

            assertThat(night.snapshots().newest().orElseThrow().number())
                    .as("newest checkpoint after kill %s of seed %s", i, SEED)
                    .isGreaterThanOrEqualTo(seen - 1);
            assertThat(Run.open(night.path()).iterations()).isGreaterThanOrEqualTo(seen - 1);
            assertThat(Runs.in(folder).stringColumn("status").asList()).containsExactly("killed");
            assertThat(Runs.in(folder).intColumn("iterations").get(0)).isGreaterThanOrEqualTo(seen - 2);
        }
        int made = Run.open(night.path()).iterations();
        Run survivor = sentence(folder).iterations(made + 2).train();
        Run undisturbed = sentence(folder)
                .checkpoint(Checkpointing::off)
                .iterations(made + 2)
                .train();

        assertThat(made).isGreaterThan(KILLS);
        assertSame(survivor.specialist().weights(), undisturbed.specialist().weights());
        assertSame(survivor.generalist().weights(), undisturbed.generalist().weights());
    }

    /** Kills a training some milliseconds after its third iteration; returns the last iteration that it told of. */
    private int killedAfter(int milliseconds) throws IOException, InterruptedException {
        Process training = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Night.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = training.inputReader()) {
            int seen = 0;
            int heard = 0;
            long end = Long.MAX_VALUE;
            while (System.nanoTime() < end) {
                seen = Integer.parseInt(requireNonNull(out.readLine(), "the training ended by itself"));
                heard++;
                end = heard < HEARD ? end : Math.min(end, System.nanoTime() + milliseconds * 1_000_000L);
            }
            training.destroyForcibly().waitFor();
            return seen;
        }
    }

    private static Distillation sentence(Path folder) {
        return Small.sentence()
                .generalist(new MovingAverage(0.9))
                .warmUp(1)
                .unlabeled(Small.IMAGES.degradedBy((image, random) -> image.quantized()))
                .name("night")
                .checkpoint(c -> c.folder(folder).every(1).keep(2));
    }

    private static void assertSame(StateDict actual, StateDict expected) {
        for (String name : expected.names()) {
            assertThat(actual.tensor(name).floats())
                    .as(name)
                    .isEqualTo(expected.tensor(name).floats());
        }
    }

    /** A training that tells of its iterations and never ends. */
    static final class Night {
        private Night() {}

        public static void main(String[] arguments) {
            sentence(Path.of(arguments[0]))
                    .iterations(1_000_000)
                    .listen("tell", done -> System.out.println(done.number()))
                    .train();
        }
    }
}
