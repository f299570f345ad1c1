package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.balance.Constraint;
import io.github.pdd4j.data.Batch;
import io.github.pdd4j.data.Crops;
import io.github.pdd4j.data.LabeledBatch;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Parameterization;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Measures the metric of a balance's constraint on fixed crops of the labeled images, and keeps the newest specialist
 * that met it.
 */
final class ConstraintMonitor {
    /** No batch of a training has this number. */
    private static final int CROPS = -1;

    private static final String START = "start";

    private final Plan plan;
    private final Constraint constraint;
    private final Balancer balancer;
    private final Model specialist;
    private final LabeledBatch crops;
    private final int first;
    private OptionalDouble start = OptionalDouble.empty();
    private StateDict newest;

    private ConstraintMonitor(Plan plan, Constraint constraint, Balancer balancer, Model specialist) {
        this.plan = plan;
        this.constraint = constraint;
        this.balancer = balancer;
        this.specialist = specialist;
        this.crops = new Crops(
                        plan.specialist().scale(),
                        plan.schedule().crop(),
                        constraint.crops(),
                        1,
                        plan.schedule().seed(),
                        plan.schedule().namedSeeds(),
                        plan.schedule().augmentation(),
                        null)
                .labeled(plan.labeled(), CROPS);
        this.first = plan.firstDistillation();
        this.newest = plan.schedule().parameterization().start(plan.specialist());
    }

    /** The monitor of a plan; empty if its balance has no constraint. */
    static Optional<ConstraintMonitor> of(Plan plan, Optional<Balancer> balancer, Model specialist) {
        return balancer.flatMap(known -> Optional.ofNullable(plan.objective().balance())
                .flatMap(Balance::constraint)
                .map(constraint -> new ConstraintMonitor(plan, constraint, known, specialist)));
    }

    /** Measures the initial specialist, unless an earlier session of the run did. */
    void begin() {
        if (start.isEmpty()) {
            double value = measure();
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("an aim needs a metric that is finite at the start, got "
                        + constraint.metric().name() + " = " + value
                        + " on crops of the labeled images: use another metric or other images");
            }
            start = OptionalDouble.of(value);
        }
    }

    /** How far the metric is outside of the margin after an iteration, as a column; empty if it is not measured. */
    Map<String, Double> after(int iteration) {
        boolean next = iteration + 1 > first && (iteration + 1 - first) % constraint.every() == 0;
        if (!next && iteration != plan.schedule().iterations()) {
            return Map.of();
        }
        double violation = constraint.violation(start.orElseThrow(), measure());
        if (violation <= 0) {
            newest = specialist.state();
        }
        // The end of a session is no reason to steer: a resumed run computes what one that went on did.
        if (next && Double.isFinite(violation)) {
            balancer.violation(violation / constraint.margin());
        }
        return Map.of(Iteration.VIOLATION + constraint.metric().name(), violation);
    }

    private double measure() {
        Batch low = crops.low();
        Batch high = crops.high();
        int each = high.channels() * high.height() * high.width();
        float[] values;
        try (Scope scope = plan.sentence().execution().scope()) {
            NDArray input = scope.tensor(low.values(), low.n(), low.channels(), low.height(), low.width());
            values = Tensors.values(specialist.predict(input));
        }
        double sum = 0;
        try (Metric.Session session = constraint.metric().open()) {
            for (int i = 0; i < high.n(); i++) {
                Image prediction = Image.of(
                        high.channels(),
                        high.height(),
                        high.width(),
                        Arrays.copyOfRange(values, i * each, (i + 1) * each));
                sum += session.of(prediction, high.image(i));
            }
        }
        return sum / high.n();
    }

    List<CheckpointEntry> checkpointEntries() {
        return List.of(
                new CheckpointEntry(CheckpointEntry.BEST, () -> newest, state -> newest = state, true),
                new CheckpointEntry(
                        CheckpointEntry.CONSTRAINT,
                        () -> StateDict.of(Map.of(START, StoredTensor.of(new double[] {start.orElseThrow()}))),
                        state -> start = OptionalDouble.of(state.tensor(START).doubles()[0]),
                        true,
                        StoredType.FLOAT64));
    }

    /** The newest specialist that met the constraint; the initial one if none did. */
    Network newest() {
        return Parameterization.merged(plan.specialist(), newest, "best");
    }
}
