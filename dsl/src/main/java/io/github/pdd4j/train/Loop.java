package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.loss.SharedPredictions;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The training loop of the paper: Eq. 12 in the order of the authors' code. */
public final class Loop {
    private final Plan plan;
    private final TrainingLog log;
    private final Checkpointer checkpointer;

    public Loop(Plan plan, TrainingLog log, Checkpointer checkpointer) {
        this.plan = plan;
        this.log = log;
        this.checkpointer = checkpointer;
    }

    /** Trains as {@link #attempt} does, and rethrows what an iteration threw. */
    public TrainedModels run(BatchSource batches) {
        TrainedModels models = attempt(batches);
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
     * stop. An exception in an iteration stops the training and is stored in the log.
     */
    public TrainedModels attempt(BatchSource batches) {
        try (Scope run = plan.sentence().execution().scope()) {
            Loaded loaded = new Loaded(run);
            checkpointer.begin(loaded.checkpointEntries());
            try {
                loaded.validator.ifPresent(Validator::begin);
                for (int k = log.made() + 1; k <= plan.schedule().iterations() && log.continues(); k++) {
                    try (Scope step = run.recorded()) {
                        Torch.seed(plan.schedule().seed(), k);
                        loaded.iterate(k, batches.next(step));
                    }
                    checkpointer.after(k);
                }
            } catch (RuntimeException | Error e) {
                // Keep what was learned before this iteration, as after an interrupt. A partly applied step is not
                // saved.
                log.fail(e);
                if (loaded.changing) {
                    checkpointer.invalidate();
                }
            }
            checkpointer.end();
            return loaded.models();
        }
    }

    /** The networks and optimizers in memory, and one iteration on them. */
    private final class Loaded implements CurrentNetworks {
        private final Model specialist;
        private final Generalist.Teacher generalist;
        private final DiscriminatorUpdate discriminator;
        private final FeatureExtractor.Loaded phi;
        private final Adam adam;
        private final NonFiniteGuard guard = new NonFiniteGuard(log, checkpointer);
        private final Optional<Validator> validator;
        private final Set<String> layers = new TreeSet<>(plan.objective().layers());

        /** Whether an iteration has begun to change weights and has not written its row yet. */
        private boolean changing;

        Loaded(Scope run) {
            specialist = Model.trainable(plan.specialist(), plan.precision(), run);
            generalist = plan.generalist().teach(specialist, run);
            discriminator = DiscriminatorUpdate.of(plan, run);
            phi = plan.features().in(plan.precision(), run);
            adam = new Adam(specialist.parameters(), Adam.Settings.PAPER);
            validator = Optional.ofNullable(plan.sentence().execution().validate())
                    .map(validation -> new Validator(plan, log, validation, this));
        }

        List<CheckpointEntry> checkpointEntries() {
            List<CheckpointEntry> entries =
                    new ArrayList<>(CheckpointEntry.all(specialist, adam, generalist, discriminator));
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
        public Network generalist() {
            return plan.sentence().execution().placed(generalist.snapshot());
        }

        @Override
        public boolean averages() {
            return !generalist.changing().isEmpty();
        }

        void iterate(int k, BatchSource.TrainingBatch batch) {
            guard.begin(k, batch);
            double learningRate = plan.schedule().learningRate().at(k);

            // Both models predict labeled and unlabeled input in one pass; only the specialist is trained.
            PerDomain g = batch.split(generalist.predict(batch.inputs()));
            PerDomain s = batch.split(specialist.predict(batch.inputs()));
            Predictions p = new SharedPredictions(
                    new SharedPredictions.ImageTensors(batch.lowResolution(), s, g, batch.truth()), phi, layers);
            StepLoss loss = new StepLoss(k, p);

            // L = L_L + custom terms + λ1·R_intra + λ2·R_inter + λ3·adversarial.
            if (k > plan.discriminatorWarmUp()) {
                boolean warm = k > plan.discriminatorWarmUp() + plan.warmUp();
                loss.addAll(plan.objective().always());
                loss.addAll(plan.distances(warm));
                loss.addAll(discriminator.terms(warm));
                learn(loss, learningRate);
            }
            loss.watch(CollapseDiagnostics.of(p));

            // The discriminator learns to distinguish Y from Y_S^L; the generalist is updated.
            changing = true;
            loss.watch(discriminator.learn(batch.truth(), s.labeled(), learningRate, guard));
            generalist.update(specialist);
            Map<String, Double> scores = validator.map(each -> each.after(k)).orElse(Map.of());
            Iteration row = log.write(loss, scores, guard.skipped(), this);
            changing = false;
            if (k == plan.discriminatorWarmUp() + 1) {
                Fingerprint.FirstStep first = new Fingerprint.FirstStep(batch, s, phi, layers);
                checkpointer.first(() -> Fingerprint.of(plan, k, first, row.terms()));
            }
        }

        /** One optimizer step of the specialist, unless a loss or a gradient is not finite. */
        private void learn(StepLoss loss, double learningRate) {
            if (plan.sentence().execution().measuresGradients(loss.iteration())) {
                loss.watchGradients();
            }
            NDList gradients = Tensors.gradients(loss.total(), specialist.parameters());
            NDArray norm = Tensors.norm(gradients);
            loss.watch(Map.of("gradient", norm));
            if (guard.accepts(loss.terms(), norm, gradients, plan.weightNames())) {
                changing = true;
                Double largest = plan.schedule().clipGradientNorm();
                if (largest != null) {
                    Tensors.clip(gradients, largest);
                }
                adam.step(gradients, learningRate);
            }
        }

        TrainedModels models() {
            return new TrainedModels(
                    specialist(),
                    generalist(),
                    averages(),
                    discriminator.snapshot(),
                    validator.flatMap(Validator::best));
        }
    }
}
