package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.AdversarialKind;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.loss.SharedPredictions;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.sentence.HistoryColumns;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Roles;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.tensor.Torch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * What the lambdas of a distillation compute in the first iteration in which the specialist learns, while all weights
 * have their initial values. It shows whether a distillation with the same text still computes the same.
 *
 * <p>Built-in terms that are zero in this iteration, as comparisons with a moving average are, or that begin later, are
 * computed separately with the specialist's predictions times 0.5 in place of the generalist's. Custom terms are not,
 * because they may count their calls; a custom term that is zero here is compared in the next iteration.
 *
 * @param precision in which it was computed
 * @param iteration the first iteration in which the specialist learns
 * @param batches summary values of the labeled and of the unlabeled images, which change if a pixel changes
 * @param terms values of the terms without their weights; non-finite values are left out
 * @param withHalvedGeneralist values of the separately computed terms
 * @param balance weights that the balance gives to examples of measured terms; empty without a balance
 */
public record FirstIterationValues(
        Precision precision,
        int iteration,
        Map<String, List<Double>> batches,
        Map<String, Double> terms,
        Map<String, Double> withHalvedGeneralist,
        Map<String, Double> balance) {
    /** The name under which a changed balance is told and allowed. */
    public static final String BALANCE = "balance";

    private static final double NEAR_ZERO = 1e-6;

    /** Smaller values are compared as if they had this magnitude: what is left after large numbers cancel is noise. */
    private static final double SMALLEST = 1e-3;

    /** Values in a manifest that an earlier version wrote lack the balance. */
    public FirstIterationValues {
        balance = Objects.requireNonNullElse(balance, Map.of());
    }

    /** The weight that a term had in an iteration, which a balance may have changed. */
    public static double weight(Iteration row, Term term) {
        return Balancer.weight(row, term);
    }

    private static Predictions halvedPredictions(ForwardPass pass) {
        PerDomain half = new PerDomain(
                half(pass.specialist().labeled()), half(pass.specialist().unlabeled()));
        SharedPredictions.ImageTensors images = new SharedPredictions.ImageTensors(
                pass.batch().lowResolution(),
                pass.specialist(),
                half,
                pass.batch().truth());
        return new SharedPredictions(images, pass.features(), new TreeSet<>(pass.layers()));
    }

    private static NDArray half(NDArray prediction) {
        return Tensors.scaled(Tensors.detached(prediction), 0.5);
    }

    /**
     * The values of a run that is in this iteration.
     *
     * @param row its iteration, whose terms are multiplied by their weights
     */
    static FirstIterationValues of(Plan plan, ForwardPass pass, Iteration row) {
        Map<String, Double> terms = new LinkedHashMap<>();
        List<Term> rest = new ArrayList<>();
        for (Term term : plan.terms()) {
            Double weighted = row.terms().get(term.name());
            double value = weighted == null ? Double.NaN : weighted / weight(row, term);
            if (Double.isFinite(value)) {
                terms.put(term.name(), value);
            }
            if (!plan.objective().loss().contains(term) && (weighted == null || Math.abs(value) < NEAR_ZERO)) {
                rest.add(term);
            }
        }
        Map<String, Double> withHalvedGeneralist = numbers(rest, pass);
        withHalvedGeneralist.putAll(adversary(plan, pass));
        return new FirstIterationValues(
                plan.precision(),
                row.number(),
                batches(pass.batch()),
                terms,
                withHalvedGeneralist,
                Balancer.example(plan));
    }

    /** The values of the current distillation, recomputed from the initial state. */
    public FirstIterationValues again(Plan plan) {
        try (Scope run = plan.sentence().execution().scope()) {
            Model specialist = plan.schedule().parameterization().load(plan.specialist(), precision, run);
            Generalist.LoadedGeneralist generalist = plan.generalist().load(specialist, run);
            FeatureExtractor.Loaded features = plan.features().in(precision, run);
            Set<String> layers = new TreeSet<>(plan.objective().layers());
            try (Scope step = run.recorded()) {
                Torch.seed(plan.schedule().seed(), iteration);
                BatchSource.TrainingBatch batch = CropBatchSource.only(iteration, plan, step);
                ForwardPass pass = ForwardPass.of(
                        batch, generalist, MicroBatches.of(plan, specialist, run)::predict, features, layers);
                Map<String, Double> now = numbers(named(plan.terms(), terms.keySet()), pass.predictions());
                Map<String, Double> nowHalved = numbers(named(plan.terms(), withHalvedGeneralist.keySet()), pass);
                nowHalved.putAll(adversary(plan, pass));
                return new FirstIterationValues(
                        precision, iteration, batches(batch), now, nowHalved, Balancer.example(plan));
            }
        }
    }

    /** The roles whose images in the first batch differ. */
    public List<String> differentBatches(FirstIterationValues now, boolean sameMachine) {
        double tolerance = sameMachine ? 1e-9 : 1e-4;
        return batches.keySet().stream()
                .filter(role -> differ(
                        batches.getOrDefault(role, List.of()), now.batches.getOrDefault(role, List.of()), tolerance))
                .toList();
    }

    private static boolean differ(List<Double> a, List<Double> b, double tolerance) {
        if (a.size() != b.size()) {
            return true;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!(Math.abs(a.get(i) - b.get(i)) <= tolerance) && Double.isFinite(a.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** The terms that differ by more than rounding, each with both values. */
    public Map<String, String> differentTerms(FirstIterationValues now, boolean sameMachine) {
        double tolerance = tolerance(sameMachine);
        Map<String, String> different = new LinkedHashMap<>();
        compare(terms, now.terms, tolerance, different);
        compare(withHalvedGeneralist, now.withHalvedGeneralist, tolerance, different);
        Map<String, String> weights = new LinkedHashMap<>();
        compare(balance, now.balance, tolerance, weights);
        weights.values().stream().findFirst().ifPresent(each -> different.put(BALANCE, each));
        return different;
    }

    /** The custom terms that are zero in this iteration and must be compared in the next one. */
    public List<Term> zeroCustomTerms(Plan plan) {
        return plan.objective().loss().stream()
                .filter(term -> Math.abs(terms.getOrDefault(term.name(), 1.0)) < NEAR_ZERO)
                .toList();
    }

    /**
     * The relative tolerance: a CPU reproduces the same bits on the same machine, but another machine or a GPU adds in
     * another order.
     */
    public double tolerance(boolean sameMachine) {
        if (precision == Precision.FLOAT32) {
            return sameMachine ? 1e-5 : 1e-3;
        }
        return sameMachine ? 1e-3 : 3e-2;
    }

    private static void compare(
            Map<String, Double> then, Map<String, Double> now, double tolerance, Map<String, String> different) {
        compare(then, now, tolerance, SMALLEST, different);
    }

    /** Adds the terms that differ, with both values; magnitudes below {@code smallest} are raised to it. */
    public static void compare(
            Map<String, Double> then,
            Map<String, Double> now,
            double tolerance,
            double smallest,
            Map<String, String> different) {
        then.forEach((name, before) -> {
            double after = now.getOrDefault(name, Double.NaN);
            double size = Math.max(smallest, Math.max(Math.abs(before), Math.abs(after)));
            if (!(Math.abs(before - after) <= tolerance * size)) {
                different.putIfAbsent(name, (float) after + " in place of " + before.floatValue());
            }
        });
    }

    private static List<Term> named(List<Term> terms, Set<String> names) {
        return terms.stream().filter(term -> names.contains(term.name())).toList();
    }

    private static Map<String, Double> numbers(List<Term> terms, Predictions p) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        terms.forEach(term -> put(numbers, term.name(), term.number(p)));
        return numbers;
    }

    /** Leaves out terms that fail, so that this does not stop the training. */
    private static Map<String, Double> numbers(List<Term> terms, ForwardPass pass) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (terms.isEmpty()) {
            return numbers;
        }
        Predictions halved = halvedPredictions(pass);
        for (Term term : terms) {
            try {
                put(numbers, term.name(), term.number(halved));
            } catch (RuntimeException e) {
                numbers.remove(term.name());
            }
        }
        return numbers;
    }

    private static void put(Map<String, Double> numbers, String name, NDArray number) {
        double value = number.getFloat();
        if (Double.isFinite(value)) {
            numbers.put(name, value);
        }
    }

    /** The adversarial formulas applied to image values in place of logits, so that no discriminator is needed. */
    private static Map<String, Double> adversary(Plan plan, ForwardPass pass) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        Adversarial adversarial = plan.objective().activeAdversarial();
        if (adversarial != null) {
            NDArray logits = Tensors.safe(pass.batch().inputs().sub(0.4f));
            AdversarialKind kind = adversarial.kind();
            Map<String, UnaryOperator<NDArray>> formulas = new LinkedHashMap<>();
            formulas.put(HistoryColumns.ADVERSARIAL, kind::generator);
            formulas.put(HistoryColumns.REAL_LOSS, kind::real);
            formulas.put(HistoryColumns.FAKE_LOSS, kind::fake);
            formulas.forEach((name, formula) -> {
                try {
                    put(numbers, name, formula.apply(logits));
                } catch (RuntimeException e) {
                    // A kind of the user's may need logits of a discriminator; comparing must not end the run.
                    numbers.remove(name);
                }
            });
        }
        return numbers;
    }

    private static Map<String, List<Double>> batches(BatchSource.TrainingBatch batch) {
        List<Double> labeled = new ArrayList<>(summary(batch.lowResolution().labeled()));
        labeled.addAll(summary(batch.truth()));
        Map<String, List<Double>> batches = new LinkedHashMap<>();
        batches.put(Roles.LABELED, labeled);
        batches.put(Roles.UNLABELED, summary(batch.lowResolution().unlabeled()));
        return batches;
    }

    /** The mean, and the mean with random signs, which differs between images of the same brightness. */
    private static List<Double> summary(NDArray images) {
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        double signed = 0;
        float[] values = images.toFloatArray();
        for (float value : values) {
            double finite = Float.isFinite(value) ? value : 0;
            sum += finite;
            signed += random.nextBoolean() ? finite : -finite;
        }
        return List.of(sum / values.length, signed / values.length);
    }
}
