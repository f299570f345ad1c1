package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.loss.SharedPredictions;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.weights.StateDict;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The training loop of the paper: Eq. 12 in the order of the authors' code. */
final class Loop {
    private final Plan plan;
    private final TrainingLog journal;
    private final Checkpointer keeper;

    Loop(Plan plan, TrainingLog journal, Checkpointer keeper) {
        this.plan = plan;
        this.journal = journal;
        this.keeper = keeper;
    }

    /** Trains as {@link #attempt} does, and rethrows what an iteration threw. */
    TrainedModels run(BatchSource feed) {
        TrainedModels outcome = attempt(feed);
        Throwable failure = journal.failure();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        return outcome;
    }

    /**
     * Trains on these batches from the state of the checkpointer until the last iteration, or until the log requests a
     * stop. An exception in an iteration stops the training and is stored in the log.
     */
    TrainedModels attempt(BatchSource feed) {
        try (Scope run = plan.sentence().execution().scope()) {
            Model specialist = Model.trainable(plan.specialist(), plan.precision(), run);
            Generalist.Teacher generalist = plan.generalist().teach(specialist, run);
            DiscriminatorUpdate discriminator = plan.opponent(run);
            FeatureExtractor.Loaded phi = plan.features().in(plan.precision(), run);
            Adam adam = new Adam(specialist.parameters(), Adam.Settings.PAPER);
            NonFiniteGuard guard = new NonFiniteGuard(journal, keeper);
            Set<String> layers = new TreeSet<>(plan.objective().layers());

            keeper.begin(CheckpointEntry.all(specialist, adam, generalist, discriminator));

            boolean stepping = false;
            try {
                for (int k = journal.made() + 1; k <= plan.schedule().iterations() && journal.goesOn(); k++) {
                    try (Scope step = run.recorded()) {
                        Torch.seed(plan.schedule().seed(), k);
                        BatchSource.TrainingBatch batch = feed.next(step);
                        guard.begin(k, batch);
                        double learningRate = plan.schedule().learningRate().at(k);

                        // Both models predict labeled and unlabeled input in one pass; only the specialist is trained.
                        PerDomain g = batch.sides(generalist.predict(batch.inputs()));
                        PerDomain s = batch.sides(specialist.predict(batch.inputs()));
                        Predictions p = new SharedPredictions(
                                new SharedPredictions.ImageTensors(batch.lowResolution(), s, g, batch.truth()),
                                phi,
                                layers);
                        StepLoss loss = new StepLoss(k, p);

                        // L = L_L + custom terms + λ1·R_intra + λ2·R_inter + λ3·adversarial.
                        if (k > plan.discriminatorWarmUp()) {
                            boolean warm = k > plan.discriminatorWarmUp() + plan.warmUp();
                            loss.addAll(plan.objective().always());
                            loss.addAll(plan.distances(warm));
                            loss.addAll(discriminator.terms(warm));
                            if (plan.sentence().execution().measuresGradients(k)) {
                                loss.watchGradients();
                            }
                            NDList gradients = Tensors.gradients(loss.total(), specialist.parameters());
                            NDArray norm = Tensors.norm(gradients);
                            loss.watch(Map.of("gradient", norm));
                            if (guard.accepts(loss.parts(), norm, gradients, plan.weightNames())) {
                                stepping = true;
                                if (plan.schedule().clipGradientNorm() != null) {
                                    Tensors.clip(gradients, plan.schedule().clipGradientNorm());
                                }
                                adam.step(gradients, learningRate);
                            }
                        }
                        loss.watch(CollapseDiagnostics.of(p));

                        // The discriminator learns to distinguish Y from Y_S^L; the generalist is updated.
                        stepping = true;
                        loss.watch(discriminator.learn(batch.truth(), s.labeled(), learningRate, guard));
                        generalist.update(specialist);
                        Iteration row = journal.write(loss, guard.skipped());
                        stepping = false;
                        if (k == plan.discriminatorWarmUp() + 1) {
                            Fingerprint.Moment moment = new Fingerprint.Moment(batch, s, phi, layers);
                            int first = k;
                            keeper.first(() -> Fingerprint.of(plan, first, moment, row.terms()));
                        }
                    }
                    keeper.after(k);
                }
            } catch (RuntimeException | Error e) {
                // Keep what was learned before this iteration, as after an interrupt. A partly applied step is not
                // saved.
                journal.fail(e);
                if (stepping) {
                    keeper.forget();
                }
            }
            keeper.end();
            Execution execution = plan.sentence().execution();
            return new TrainedModels(
                    execution.placed(specialist.snapshot(
                            "adapted from " + plan.specialist().origin())),
                    execution.placed(generalist.snapshot()),
                    discriminator.snapshot());
        }
    }

    /** The result of the loop; {@code discriminator} is empty if there is no discriminator. */
    record TrainedModels(Network specialist, Network generalist, Optional<StateDict> discriminator) {
        /** A copy in which the name of the specialist tells whether and from what it was trained. */
        TrainedModels named(InitialState start) {
            return new TrainedModels(start.adapted(specialist), generalist, discriminator);
        }
    }
}
