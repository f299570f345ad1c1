package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.tensor.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightAverageTest {
    private static final double DECAY = 0.75;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_run_in_static_mode_has_the_average_of_its_specialists_and_trains_as_without_it() {
        List<float[]> passed = new ArrayList<>(List.of(values(Small.network(4, 2))));
        Distillation sentence = Small.sentence().iterations(4);
        Run without = sentence.train();
        Run run = sentence.movingAverage(DECAY)
                .listen("weights", done -> passed.add(values(done.specialist())))
                .validate(4, TestImages.images(1, 64, 9).downscaledBy(Resampling.MATLAB_BICUBIC), Pdd.psnr())
                .train();

        double[] expected = new double[passed.get(0).length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = passed.get(0)[i];
            for (float[] weights : passed.subList(1, passed.size())) {
                expected[i] = DECAY * expected[i] + (1 - DECAY) * weights[i];
            }
        }
        float[] average = values(run.movingAverage());
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) average[i]).isCloseTo(expected[i], within(1e-7));
        }
        assertThat(average).isNotEqualTo(values(run.specialist()));
        assertThat(values(run.specialist())).isEqualTo(values(without.specialist()));
        assertThat(values(run.generalist())).isEqualTo(values(Small.network(4, 1)));
        assertThat(run.history().columnNames()).contains("validation PSNR", "validation PSNR (average)");
        assertThatThrownBy(without::movingAverage)
                .hasMessageStartingWith("movingAverage() needs a run with one, got a frozen generalist");
    }

    @Test
    void it_goes_on_bit_by_bit() {
        Distillation sentence = Small.sentence().movingAverage(DECAY).checkpoint(c -> c.folder(folder));
        Run whole = sentence.iterations(6).train();
        sentence.name("night").iterations(3).train();
        Run resumed = sentence.name("night").iterations(6).train();
        Run opened = Run.open(folder.resolve("night"));

        for (Run run : List.of(resumed, opened)) {
            assertThat(values(run.movingAverage())).isEqualTo(values(whole.movingAverage()));
            assertThat(values(run.generalist())).isEqualTo(values(Small.network(4, 1)));
        }
        assertThatThrownBy(() -> sentence.name("night").movingAverage(0.5).train())
                .hasMessageContaining("movingAverage 0.5 in place of 0.75");
    }

    @Test
    void the_moving_average_of_ema_mode_is_the_only_one() {
        assertThatThrownBy(() -> Small.sentence()
                        .generalist(new MovingAverage(0.9))
                        .warmUp(1)
                        .movingAverage(DECAY)
                        .train())
                .hasMessage(
                        "movingAverage(...) must go with a frozen generalist, got 0.75 in EMA mode, whose generalist"
                                + " movingAverage(0.9) is the average: leave it out");
        assertThatThrownBy(() -> Small.sentence()
                        .generalist(new Own(new MovingAverage(0.9)))
                        .movingAverage(DECAY)
                        .train())
                .hasMessage("movingAverage(...) must go with a generalist that does not move, got 0.75 beside one with"
                        + " movingWeights(), which is the average: leave it out");
        assertThatThrownBy(() -> Small.sentence().movingAverage(1))
                .hasMessage(
                        "decay of the average of the weights must be in (0, 1), got 1.0: use movingAverage(0.99), or"
                                + " leave it out");
    }

    /** A moving generalist of one's own. */
    private record Own(MovingAverage moving) implements Generalist {
        @Override
        public LoadedGeneralist load(Model specialist, Scope run) {
            return moving.load(specialist, run);
        }

        @Override
        public Optional<Network> start(Network specialist) {
            return Optional.of(specialist);
        }

        @Override
        public void requireScale(int specialistScale) {}
    }

    private static float[] values(Network network) {
        return network.weights().tensor("body.2.weight").floats();
    }
}
