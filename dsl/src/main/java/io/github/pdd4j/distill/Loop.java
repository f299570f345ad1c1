package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.loss.SharedPredictions;
import io.github.pdd4j.loss.Sides;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import java.util.Set;
import java.util.TreeSet;

/** The training loop of the paper: Eq. 12 with the order of its published code. */
final class Loop {
    private final Plan plan;
    private final Journal journal;

    Loop(Plan plan, Journal journal) {
        this.plan = plan;
        this.journal = journal;
    }

    /** Trains until the last iteration or until the journal says stop. */
    Outcome run() {
        try (Scope run = Scope.inference();
                Feed feed = Feed.of(plan)) {
            Model specialist = Model.trainable(plan.specialist(), run);
            Generalist.Teacher generalist = plan.generalist().teach(specialist, run);
            FeatureExtractor.Loaded phi = plan.features().in(run);
            Adam adam = new Adam(specialist.parameters(), Adam.Settings.PAPER);
            Set<String> layers = new TreeSet<>(plan.objective().layers());

            for (int k = 1; k <= plan.schedule().iterations() && journal.goesOn(); k++) {
                try (Scope step = run.recorded()) {
                    Feed.Batch batch = feed.next(step);

                    // Both models predict labeled and unlabeled input in one pass; gradients reach the specialist only.
                    Sides g = batch.sides(generalist.predict(batch.inputs()));
                    Sides s = batch.sides(specialist.predict(batch.inputs()));
                    Predictions p = new SharedPredictions(
                            new SharedPredictions.Pictures(batch.lowResolution(), s, g, batch.truth()), phi, layers);

                    // L = L_L + λ1·R_intra + λ2·R_inter + the user's own terms.
                    Sum loss = new Sum(k, p);
                    loss.addAll(plan.objective().supervised());
                    loss.addAll(plan.objective().ownUsed());
                    if (k > plan.warmUp()) {
                        loss.addAll(plan.objective().distances(plan.generalist().gradientThroughLabeled()));
                    }

                    adam.step(
                            Tensors.gradients(loss.total(), specialist.parameters()),
                            plan.schedule().learningRate());
                    generalist.follow(specialist);
                    journal.write(k, loss);
                }
            }
            return new Outcome(
                    specialist.snapshot("adapted from " + plan.specialist().source()), generalist.snapshot());
        }
    }

    /** What the loop leaves behind. */
    record Outcome(io.github.pdd4j.network.Network specialist, io.github.pdd4j.network.Network generalist) {}
}
