package io.github.pdd4j.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.rrdbnet.RrdbNet;
import io.github.pdd4j.sentence.Frozen;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tools.make.InitialWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    private static final Workload TINY = new Workload(new Workload.Sizes(4, 1, 2, 2), 2, 16);
    private static final Network GENERALIST =
            Network.of(InitialWeights.of(RrdbNet.sized(4, 1, 2), 9), "another RRDBNet");

    @Test
    void the_published_structure_and_the_loop_compute_the_same_losses_and_gradients() {
        List<Function<Scope, NDArray>> batch = new ArrayList<>();
        Run run = TINY.sentence(Precision.FLOAT32)
                .generalist(GENERALIST)
                .warmUp(0)
                .iterations(1)
                .loss("witness", 0.5, p -> witness(p, batch))
                .train();

        try (Scope scope = Scope.inference();
                Scope step = scope.recorded()) {
            PublishedStep published = new PublishedStep(TINY.specialist(), new Frozen(GENERALIST), TINY, scope);
            PerDomain inputs =
                    new PerDomain(batch.get(0).apply(step), batch.get(1).apply(step));
            Map<String, Double> made = published.make(inputs, batch.get(2).apply(step));

            assertThat(made).hasSize(9);
            made.forEach(
                    (name, value) -> assertThat(run.history().doubleColumn(name).get(0))
                            .as(name)
                            .isNotZero()
                            .isCloseTo(value, Percentage.withPercentage(2e-3)));
        }
    }

    /** A term that sees the batch and changes nothing. */
    private static NDArray witness(Predictions p, List<Function<Scope, NDArray>> batch) {
        batch.add(kept(p.inputs().labeled()));
        batch.add(kept(p.inputs().unlabeled()));
        batch.add(kept(p.truth()));
        NDArray prediction = p.specialist().labeled();
        return prediction.sub(prediction).mean();
    }

    /** A tensor that outlives its step. */
    private static Function<Scope, NDArray> kept(NDArray x) {
        float[] values = x.toFloatArray();
        long[] shape = x.getShape().getShape();
        return scope -> scope.tensor(values, shape);
    }

    @Test
    void every_measurement_of_a_small_workload_says_what_it_measured() {
        for (Precision precision : Precision.values()) {
            assertThat((List<?>) Measurement.SENTENCE.of(TINY, precision, 3).get("seconds"))
                    .hasSize(3);
            assertThat((List<?>) Measurement.AUTHORS_CODE.of(TINY, precision, 3).get("seconds"))
                    .hasSize(3);
            assertThat((Map<?, ?>) Measurement.PARTS.of(TINY, precision, 3).get("parts"))
                    .hasSize(8);
            Map<String, Object> convolutions = Measurement.CONVOLUTIONS.of(TINY, precision, 3);
            assertThat((Map<?, ?>) convolutions.get("rates")).hasSize(3);
            assertThat(convolutions.get("operations")).isEqualTo(Operations.of(TINY));
        }
    }
}
