package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.distill.GradientCheck.Slope;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.SharedPredictions;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.train.BatchSource;
import io.github.pdd4j.train.CropBatchSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Computes a {@link GradientCheck}: evaluates a loss on one batch, and compares its gradients with finite differences.
 */
final class GradientCheckRun {
    private final Term term;
    private final FeatureExtractor.Loaded features;
    private final BatchSource.TrainingBatch batch;
    private final PerDomain generalist;
    private final PerDomain specialist;
    private final Set<String> layers = new TreeSet<>();
    private final List<String> warnings = new ArrayList<>();

    private GradientCheckRun(Loss loss, Plan plan, BatchSource batches, Scope run) {
        this.term = new Term("checked", 1, loss);
        this.features = plan.features().in(Precision.FLOAT32, run);
        this.batch = batches.next(run);
        Model start = Model.moving(plan.specialist(), Precision.FLOAT32, run);
        this.generalist = batch.predictedBy(plan.generalist().load(start, run));
        this.specialist = batch.split(start.predict(batch.inputs()));
    }

    static GradientCheck of(Loss loss, Distillation sentence) {
        List<String> missing = sentence.missing();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("sentence must be complete before check(loss, sentence), got one without "
                    + String.join(", ", missing) + ": add it, for example distill()." + missing.get(0)
                    + "(...), or use check(loss), which takes the shipped networks");
        }
        StepCost cost = new StepCost(sentence);
        // As a term of the sentence, so that predictions of another program are asked for as in a training.
        Plan plan = Plan.of(cost.with(loss).sentence());
        return Torch.on(plan.sentence().execution().chosen(), () -> of(loss, plan, cost));
    }

    private static GradientCheck of(Loss loss, Plan plan, StepCost cost) {
        try (Scope run = plan.sentence().execution().scope();
                CropBatchSource batches = CropBatchSource.from(1, plan);
                Scope step = run.recorded()) {
            return new GradientCheckRun(loss, plan, batches, run).check(step, cost);
        }
    }

    private GradientCheck check(Scope step, StepCost cost) {
        PerDomain leaves = new PerDomain(Tensors.leaf(specialist.labeled()), Tensors.leaf(specialist.unlabeled()));
        NDArray value = at(leaves);
        if (!Float.isFinite(value.getFloat())) {
            return new GradientCheck(
                    value.getFloat(), Slope.UNKNOWN, Slope.UNKNOWN, Double.NaN, List.of(infinite(value)));
        }
        NDList gradients = Tensors.gradients(value, List.of(leaves.labeled(), leaves.unlabeled()));
        Slope labeled = new FiniteDifferences(specialist.labeled(), gradients.get(0))
                .slope(moved -> at(new PerDomain(moved, specialist.unlabeled())), step);
        Slope unlabeled = new FiniteDifferences(specialist.unlabeled(), gradients.get(1))
                .slope(moved -> at(new PerDomain(specialist.labeled(), moved)), step);
        judge(labeled, unlabeled);
        return new GradientCheck(value.getFloat(), labeled, unlabeled, cost.share(term.loss()), warnings);
    }

    private NDArray at(PerDomain predictions) {
        SharedPredictions.ImageTensors images =
                new SharedPredictions.ImageTensors(batch.lowResolution(), predictions, generalist, batch.truth());
        return term.number(new SharedPredictions(images, features, layers));
    }

    private static String infinite(NDArray value) {
        return "a loss must be finite, got " + value.getFloat()
                + ": keep logarithms, roots and divisions away from 0 with Tensors.atLeast(x, 1e-6)";
    }

    private void judge(Slope labeled, Slope unlabeled) {
        if (labeled.nothing() && unlabeled.nothing()) {
            warnings.add("a loss must depend on the specialist, got one that does not change with its predictions:"
                    + " use p.specialist() or p.features(layer).specialist()");
        }
        judge("Y_S^L", labeled);
        judge("Y_S^U", unlabeled);
    }

    private void judge(String prediction, Slope slope) {
        if (!Double.isFinite(slope.gradient())) {
            warnings.add("the gradient with respect to " + prediction + " must be finite, got " + slope.gradient()
                    + ": keep roots, logarithms and divisions away from 0 with Tensors.atLeast(x, 1e-6)");
        } else if (slope.gradient() == 0 && slope.measured() > 0) {
            warnings.add("the gradient with respect to " + prediction
                    + " must not be 0 where the loss depends on it, got 0: remove"
                    + " calls that detach, such as Tensors.detached and stopGradient");
        } else if (slope.wrong()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the gradient with respect to %s must agree with finite differences, got %.3g by the gradient and"
                            + " %.3g by differences: part of it is detached, or the loss is discontinuous here",
                    prediction,
                    slope.expected(),
                    slope.measured()));
        }
    }
}
