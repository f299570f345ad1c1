package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.LoadedWeights;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Parameterization;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.sentence.HistoryColumns;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The training loop of the paper in the order of the authors' code. One iteration: both models predict the batch, the
 * loss of Eq. 12 is summed, the specialist makes a step, the discriminator makes a step, the generalist follows, the
 * networks are validated if that is due, and the row of the history is written.
 */
public final class Loop {
    private final Plan plan;
    private final TrainingLog log;
    private final Checkpointer checkpointer;

    public Loop(Plan plan, TrainingLog log, Checkpointer checkpointer) {
        this.plan = plan;
        this.log = log;
        this.checkpointer = checkpointer;
    }

    /** Trains as {@link #run} does, and rethrows what an iteration threw. */
    public TrainedModels runOrThrow(BatchSource batches) {
        TrainedModels models = run(batches);
        Throwable failure = log.failure();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return models;
    }

    /**
     * Trains on these batches from the state of the checkpointer until the last iteration, or until the log requests a
     * stop. An exception ends the training and is in {@link TrainingLog#failure}.
     */
    public TrainedModels run(BatchSource batches) {
        try (Scope run = plan.sentence().execution().scope()) {
            LoopState state = new LoopState(run);
            checkpointer.begin(state.checkpointEntries());
            try {
                state.monitor.ifPresent(ConstraintMonitor::begin);
                state.validator.ifPresent(Validator::begin);
                int last = plan.schedule().iterations();
                for (int iteration = log.iterationsDone() + 1; iteration <= last && log.continues(); iteration++) {
                    try (Scope step = run.recorded()) {
                        Torch.seed(plan.schedule().seed(), iteration);
                        state.iterate(iteration, batches.next(step));
                    }
                    checkpointer.after(iteration);
                }
            } catch (RuntimeException | Error e) {
                // Keep what was learned before this iteration, as after an interrupt. A partly applied step is not
                // saved.
                log.fail(e);
                if (state.halfApplied) {
                    checkpointer.invalidate();
                }
            }
            checkpointer.end();
            return state.models();
        }
    }

    /** The networks and optimizers in memory, and one iteration on them. */
    private final class LoopState implements CurrentNetworks {
        private final Model specialist;
        private final MicroBatches parts;
        private final Generalist.LoadedGeneralist generalist;

        /** The moving average of the specialist, which in EMA mode is the generalist. */
        private final Optional<Generalist.LoadedGeneralist> average;

        private final DiscriminatorTraining discriminator;
        private final FeatureExtractor.Loaded features;
        private final Adam adam;
        /** Whether the generalist predicts labeled input; another program need not, if no term compares it. */
        private final boolean predictsLabeled;

        private final NonFiniteGuard guard = new NonFiniteGuard(log, checkpointer);
        private final Optional<Balancer> balancer;
        private final Optional<ConstraintMonitor> monitor;
        private final Optional<Validator> validator;
        private final Set<String> layers = new TreeSet<>(plan.objective().layers());

        /** Whether an iteration has begun to change weights and has not written its row yet. */
        private boolean halfApplied;

        LoopState(Scope run) {
            specialist = plan.schedule().parameterization().load(plan.specialist(), plan.precision(), run);
            parts = MicroBatches.of(plan, specialist, run);
            generalist = plan.generalist().load(specialist, run);
            if (!generalist.movingWeights().isEmpty() && plan.schedule().movingAverage() != null) {
                throw new IllegalArgumentException(
                        "movingAverage(...) must go with a generalist that does not move, got "
                                + plan.schedule().movingAverage()
                                + " beside one with movingWeights(), which is the average: leave it out");
            }
            average = generalist.movingWeights().isEmpty()
                    ? plan.average().map(each -> each.load(specialist, run))
                    : Optional.of(generalist);
            discriminator = DiscriminatorTraining.of(plan, run);
            features = plan.features().in(plan.precision(), run);
            adam = new Adam(
                    specialist.parameters(),
                    specialist.learned(),
                    plan.schedule().hyperparameters());
            predictsLabeled =
                    plan.predicted().map(inputs -> inputs.labeled().isPresent()).orElse(true);
            balancer = Balancer.of(plan, specialist, log);
            monitor = ConstraintMonitor.of(plan, balancer, specialist);
            validator = Optional.ofNullable(plan.sentence().execution().validate())
                    .map(validation -> new Validator(plan, log, validation, this));
        }

        List<CheckpointEntry> checkpointEntries() {
            List<CheckpointEntry> entries =
                    new ArrayList<>(CheckpointEntry.all(plan, specialist, adam, generalist, discriminator));
            average.filter(each -> each != generalist)
                    .ifPresent(each ->
                            entries.add(CheckpointEntry.moving(CheckpointEntry.AVERAGE, plan, specialist, each)));
            balancer.ifPresent(each -> entries.add(each.checkpointEntry()));
            monitor.ifPresent(each -> entries.addAll(each.checkpointEntries()));
            validator.ifPresent(each -> entries.addAll(each.checkpointEntries()));
            return entries;
        }

        @Override
        public Network specialist() {
            return plan.sentence()
                    .execution()
                    .placed(specialist.snapshot(
                            "adapted from " + plan.specialist().origin()));
        }

        @Override
        public StateDict state() {
            return specialist.state();
        }

        @Override
        public StateDict stateOfAverage() {
            return average.map(each -> plan.schedule()
                            .parameterization()
                            .complete(LoadedWeights.snapshot(specialist.names(), each.movingWeights())))
                    .orElseGet(this::state);
        }

        @Override
        public Optional<Network> generalist() {
            return generalist.snapshot().map(plan.sentence().execution()::placed);
        }

        @Override
        public Optional<Network> average() {
            return average.flatMap(Generalist.LoadedGeneralist::snapshot)
                    .map(plan.sentence().execution()::placed);
        }

        void iterate(int iteration, BatchSource.TrainingBatch batch) {
            guard.begin(iteration, batch);
            double learningRate = plan.schedule().learningRate().at(iteration);

            // Both models predict labeled and unlabeled input in one pass; only the specialist is trained.
            ForwardPass pass = ForwardPass.of(batch, generalist, parts::predict, features, layers);
            StepLoss loss = new StepLoss(iteration, pass.predictions());

            // Eq. 12: L = supervised (α1·wavelet + α2·perceptual) + custom terms + λ1·R_intra + λ2·R_inter + naive
            // distillation + λ3·adversarial; the terms with a generalist begin after the warm-up.
            if (iteration > plan.discriminatorWarmUp()) {
                boolean warmedUp = iteration >= plan.firstDistillation();
                loss.add(plan.objective().supervised());
                loss.add(plan.objective().custom());
                if (warmedUp) {
                    loss.add(plan.distillationTerms());
                }
                loss.add(discriminator.terms(warmedUp));
                // The weights of the sentence, or those that its balance chooses.
                balancer.ifPresent(each -> each.weigh(loss));
                learn(loss, batch.inputs(), learningRate);
            }
            loss.watch(CollapseDiagnostics.of(pass.predictions(), predictsLabeled));
            log.offer(() -> Preview.of(pass.predictions()));

            // The discriminator learns to distinguish Y from Y_S^L.
            halfApplied = true;
            loss.watch(discriminator.learn(batch.truth(), pass.specialist().labeled(), learningRate, guard));
            // A frozen generalist ignores this; a moving average takes g ← decay · g + (1 − decay) · s.
            generalist.update(specialist);
            average.filter(each -> each != generalist).ifPresent(each -> each.update(specialist));
            Map<String, Double> scores = new LinkedHashMap<>();
            monitor.ifPresent(each -> scores.putAll(each.after(iteration)));
            validator.ifPresent(each -> scores.putAll(each.after(iteration)));
            Iteration row = log.write(loss, scores, guard.skipped(), this);
            halfApplied = false;
            if (iteration == plan.discriminatorWarmUp() + 1) {
                checkpointer.saveFirstIteration(() -> FirstIterationValues.of(plan, pass, row));
            }
        }

        /** One optimizer step of the specialist, unless a loss or a gradient is not finite. */
        private void learn(StepLoss loss, NDArray inputs, double learningRate) {
            if (plan.sentence().execution().measuresGradients(loss.iteration())) {
                loss.watchGradients();
            }
            NDList gradients = parts.gradients(loss, inputs);
            NDArray norm = Tensors.norm(gradients);
            loss.watch(Map.of(HistoryColumns.GRADIENT, norm));
            if (guard.acceptsOrSkips(loss.terms(), norm, gradients, plan.weightNames())) {
                halfApplied = true;
                Double largest = plan.schedule().clipGradientNorm();
                if (largest != null) {
                    Tensors.clip(gradients, largest);
                }
                adam.step(gradients, learningRate);
            }
        }

        TrainedModels models() {
            boolean isAverageGeneralist =
                    average.filter(each -> each == generalist).isPresent();
            return new TrainedModels(
                    specialist(),
                    isAverageGeneralist ? Optional.empty() : generalist(),
                    average(),
                    isAverageGeneralist,
                    Parameterization.size(specialist.state()),
                    discriminator.snapshot(),
                    validator.flatMap(Validator::best).or(() -> monitor.map(ConstraintMonitor::newest)));
        }
    }
}
