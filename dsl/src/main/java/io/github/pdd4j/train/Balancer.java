package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.balance.Balance.Measurement;
import io.github.pdd4j.balance.BalancedTerms;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Measures the terms for the {@link Balance} of a plan, keeps its state, and lets the weights follow what it says.
 *
 * <p>In an iteration that measures, the terms are differentiated as far as the predictions, one by one; their weighted
 * sum goes back through the specialist once.
 */
final class Balancer {
    /** Decay of the moving averages for each iteration. */
    private static final double DECAY = 0.99;

    /** The least norm or value, relative to the largest. */
    private static final double FLOOR = 1e-3;

    /** How far a weight may get from its start, as a factor. */
    private static final double RANGE = 100;

    /** Iterations since the start that are measured beside every n-th, so that the averages do not rest on one batch. */
    private static final List<Integer> EARLY = List.of(1, 2, 5);

    private static final String WEIGHT = "weight.";
    private static final String TARGET = "target.";
    private static final String STATE = "state.";
    private static final String AVERAGE = "average.";
    private static final String MASS = "mass";
    private static final String MEASURED_AT = "measured at";
    private static final String VIOLATION = "violation";

    private final Balance balance;
    private final Map<String, Double> start;
    private final List<String> supervised;
    private final NDArray lastLayer;
    private final int first;
    private final int last;
    private final TrainingLog log;

    /** All numbers that one iteration passes to the next, in the order of their names. */
    private final Map<String, Double> numbers = new TreeMap<>();

    private Balancer(Balance balance, Plan plan, Model specialist, TrainingLog log) {
        this.balance = balance;
        this.start = plan.objective().balanced();
        List<Term> terms = new ArrayList<>(plan.objective().supervised());
        terms.addAll(plan.objective().custom());
        this.supervised = terms.stream().map(Term::name).toList();
        this.lastLayer = lastLayer(specialist);
        this.first = plan.firstDistillation();
        this.last = plan.schedule().iterations();
        this.log = log;
        start.forEach((name, weight) -> {
            numbers.put(WEIGHT + name, weight);
            numbers.put(TARGET + name, weight);
        });
    }

    /** The balancer of a plan; empty if its sentence has fixed weights. */
    static Optional<Balancer> of(Plan plan, Model specialist, TrainingLog log) {
        return Optional.ofNullable(plan.objective().balance())
                .map(balance -> new Balancer(balance, plan, specialist, log));
    }

    /** The last weights with more axes than a bias: the kernels of the last convolution. */
    private static NDArray lastLayer(Model specialist) {
        List<NDArray> weights = specialist.parameters();
        return IntStream.range(0, weights.size())
                .mapToObj(i -> weights.get(weights.size() - 1 - i))
                .filter(each -> each.getShape().dimension() > 1)
                .findFirst()
                .orElse(weights.get(weights.size() - 1));
    }

    /** Sets the weights of the terms of an iteration, after measuring them if that is due. */
    void weigh(StepLoss loss) {
        int since = loss.iteration() - first;
        if (since < 0) {
            return;
        }
        Map<String, List<NDArray>> gradients = Map.of();
        if (isDue(since)) {
            gradients = balance.measures() == Measurement.VALUES ? Map.of() : gradients(loss);
            measure(loss, gradients);
        }
        start.keySet().forEach(this::move);
        if (loss.iteration() == last) {
            start.keySet().forEach(this::noteLimit);
        }
        for (String name : loss.names()) {
            String balanced = supervised.contains(name) ? Balance.SUPERVISED : name;
            if (start.containsKey(balanced)) {
                double factor = weight(balanced);
                loss.weigh(name, balanced.equals(name) ? factor : factor * loss.weight(name));
            }
        }
        start.keySet().forEach(name -> loss.note(Iteration.WEIGHT + name, weight(name)));
        if (!gradients.isEmpty()) {
            loss.atPredictions(total(loss, gradients));
        }
    }

    private boolean isDue(int since) {
        return since % balance.every() == 0 || (balance.measures() != Measurement.VALUES && EARLY.contains(since));
    }

    /** The value of the supervised part with the sentence's weights, or of another term without its weight. */
    private NDArray value(StepLoss loss, String name) {
        if (!name.equals(Balance.SUPERVISED)) {
            return loss.number(name);
        }
        return supervised.stream()
                .map(each -> Tensors.scaled(loss.number(each), loss.weight(each)))
                .reduce(NDArray::add)
                .orElseThrow();
    }

    private Map<String, List<NDArray>> gradients(StepLoss loss) {
        Map<String, List<NDArray>> gradients = new LinkedHashMap<>();
        start.keySet()
                .forEach(name -> gradients.put(name, Tensors.firstGradients(value(loss, name), loss.predictions())));
        return gradients;
    }

    /** The gradients of the total with respect to the predictions. */
    private List<NDArray> total(StepLoss loss, Map<String, List<NDArray>> gradients) {
        List<List<NDArray>> parts = new ArrayList<>();
        gradients.forEach((name, both) -> parts.add(
                both.stream().map(each -> Tensors.scaled(each, weight(name))).toList()));
        loss.terms().forEach((name, term) -> {
            if (!start.containsKey(name) && !supervised.contains(name)) {
                parts.add(Tensors.firstGradients(term, loss.predictions()));
            }
        });
        return IntStream.range(0, 2)
                .mapToObj(side -> parts.stream()
                        .map(both -> both.get(side))
                        .reduce(NDArray::add)
                        .orElseThrow())
                .toList();
    }

    /** Updates the averages and the targets. A measurement that is not finite is left out; the guard skips the step. */
    private void measure(StepLoss loss, Map<String, List<NDArray>> gradients) {
        Map<String, Double> measured = measured(loss, gradients);
        if (!measured.values().stream().allMatch(Double::isFinite)) {
            return;
        }
        if (!gradients.isEmpty()) {
            noteShares(loss, measured);
        }
        average(loss.iteration(), measured);
        Map<String, BalancedTerms.Term> terms = terms(gradients.isEmpty());
        if (terms.isEmpty()) {
            return;
        }
        OptionalDouble violation =
                numbers.containsKey(VIOLATION) ? OptionalDouble.of(numbers.remove(VIOLATION)) : OptionalDouble.empty();
        Map<String, Double> state = within(STATE);
        BalancedTerms seen = new BalancedTerms(loss.iteration(), terms, products(), violation, state);
        Map<String, Double> wanted = wanted(balance, seen);
        numbers.keySet().removeIf(name -> name.startsWith(STATE));
        state.forEach((name, value) -> numbers.put(STATE + name, value));
        wanted.forEach((name, value) -> numbers.put(TARGET + name, value));
    }

    private Map<String, Double> measured(StepLoss loss, Map<String, List<NDArray>> gradients) {
        List<String> names = List.copyOf(start.keySet());
        List<NDArray> arrays =
                new ArrayList<>(names.stream().map(name -> value(loss, name)).toList());
        gradients.values().forEach(both -> arrays.add(Tensors.norm(both)));
        double[] read = Tensors.numbers(arrays);
        Map<String, Double> measured = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            measured.put("value." + names.get(i), read[i]);
            if (!gradients.isEmpty()) {
                measured.put("norm." + names.get(i), read[names.size() + i]);
            }
        }
        if (balance.measures() == Measurement.PRODUCTS) {
            List<NDArray> atLastLayer = new ArrayList<>();
            gradients
                    .values()
                    .forEach(both ->
                            atLastLayer.addAll(Tensors.pulledBack(loss.predictions(), both, List.of(lastLayer), true)));
            double[][] products = Tensors.products(atLastLayer);
            for (int i = 0; i < names.size(); i++) {
                for (int j = 0; j < names.size(); j++) {
                    measured.put(product(names.get(i), names.get(j)), products[i][j]);
                }
            }
        }
        return measured;
    }

    private static String product(String a, String b) {
        return "product." + a + "." + b;
    }

    /** The share of each term in the summed norm, with the weights that the last step had. */
    private void noteShares(StepLoss loss, Map<String, Double> measured) {
        double sum = 0;
        for (String name : start.keySet()) {
            sum += weight(name) * number(measured, "norm." + name);
        }
        for (String name : start.keySet()) {
            loss.note(Iteration.SHARE + name, weight(name) * number(measured, "norm." + name) / sum);
        }
    }

    /** Moving averages with bias correction: sums of decayed measurements beside the sum of their decayed ones. */
    private void average(int iteration, Map<String, Double> measured) {
        double decay = Math.pow(DECAY, iteration - numbers.getOrDefault(MEASURED_AT, (double) iteration - 1));
        measured.forEach(
                (name, value) -> numbers.merge(AVERAGE + name, (1 - decay) * value, (old, now) -> decay * old + now));
        numbers.merge(MASS, 1 - decay, (old, now) -> decay * old + now);
        numbers.put(MEASURED_AT, (double) iteration);
    }

    private double averaged(String name) {
        return numbers.getOrDefault(AVERAGE + name, Double.NaN) / numbers.getOrDefault(MASS, Double.NaN);
    }

    /** The terms with floors under their values and norms; empty if all of them are 0. */
    private Map<String, BalancedTerms.Term> terms(boolean valuesOnly) {
        double value = largest("value.");
        double norm = valuesOnly ? 1 : largest("norm.");
        if (!(norm > 0) || (valuesOnly && !(value > 0))) {
            return Map.of();
        }
        Map<String, BalancedTerms.Term> terms = new LinkedHashMap<>();
        start.forEach((name, weight) -> terms.put(
                name,
                new BalancedTerms.Term(
                        weight(name),
                        weight,
                        Math.max(averaged("value." + name), FLOOR * value),
                        valuesOnly ? Double.NaN : Math.max(averaged("norm." + name), FLOOR * norm))));
        return terms;
    }

    private double largest(String what) {
        return start.keySet().stream()
                .mapToDouble(name -> averaged(what + name))
                .max()
                .orElse(0);
    }

    private Map<String, Map<String, Double>> products() {
        Map<String, Map<String, Double>> products = new LinkedHashMap<>();
        if (balance.measures() == Measurement.PRODUCTS) {
            for (String a : start.keySet()) {
                Map<String, Double> row = new LinkedHashMap<>();
                start.keySet().forEach(b -> row.put(b, averaged(product(a, b))));
                products.put(a, row);
            }
        }
        return products;
    }

    /** Calls the balance and checks what it says. */
    private static Map<String, Double> wanted(Balance balance, BalancedTerms terms) {
        Map<String, Double> wanted;
        try {
            wanted = balance.weights(terms);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "balance could not be computed in iteration " + terms.iteration() + ": " + e
                            + "; correct the balance",
                    e);
        }
        wanted.forEach((name, weight) -> {
            terms.weight(name);
            if (weight == null || !(weight > 0) || weight.isInfinite()) {
                throw new IllegalArgumentException("weights of a balance must be finite and above 0, got " + weight
                        + " for " + name + " in iteration " + terms.iteration()
                        + ": leave a term out to keep its weight, or correct the balance");
            }
        });
        terms.state().forEach((name, value) -> {
            if (value == null || !Double.isFinite(value)) {
                throw new IllegalArgumentException("numbers that a balance keeps must be finite, got " + value + " for "
                        + name + " in iteration " + terms.iteration() + ": correct the balance");
            }
        });
        return wanted;
    }

    /** Moves a weight toward its target, within the limits. */
    private void move(String name) {
        double now = weight(name);
        double most = balance.largestStep();
        double next = Math.min(now * most, Math.max(now / most, number(numbers, TARGET + name)));
        double begun = number(start, name);
        numbers.put(WEIGHT + name, Math.min(begun * RANGE, Math.max(begun / RANGE, next)));
    }

    /** A weight that ends at its limit did not get where the balance wants it. */
    private void noteLimit(String name) {
        double begun = number(start, name);
        double now = weight(name);
        if (now == begun * RANGE || now == begun / RANGE) {
            log.note(String.format(
                    Locale.ROOT,
                    "the weight of %s ended at its limit, %s its start of %.3g%s",
                    name,
                    now > begun ? "a hundred times" : "a hundredth of",
                    begun,
                    name.equals(Balance.SUPERVISED) ? "" : ": start at " + name + "(" + now + ")"));
        }
    }

    private static double number(Map<String, Double> of, String name) {
        return Objects.requireNonNull(of.get(name));
    }

    private double weight(String name) {
        return number(numbers, WEIGHT + name);
    }

    /** Tells how far the constraint is from its bound, in units of the margin, for the next measurement. */
    void violation(double value) {
        numbers.put(VIOLATION, value);
    }

    private Map<String, Double> within(String prefix) {
        Map<String, Double> found = new LinkedHashMap<>();
        numbers.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** All numbers in double precision, so that a resumed run computes the same bits. */
    CheckpointEntry checkpointEntry() {
        return new CheckpointEntry(CheckpointEntry.BALANCE, this::saved, this::restore, true, StoredType.FLOAT64);
    }

    private StateDict saved() {
        Map<String, StoredTensor> state = new LinkedHashMap<>();
        numbers.forEach((name, value) -> state.put(name, StoredTensor.of(new double[] {value})));
        return StateDict.of(state);
    }

    private void restore(StateDict state) {
        numbers.clear();
        state.names().forEach(name -> numbers.put(name, state.tensor(name).doubles()[0]));
    }

    /**
     * The weights that the balance of a plan gives to two examples of measured terms; they differ if its lambda
     * changed.
     */
    static Map<String, Double> example(Plan plan) {
        Balance balance = plan.objective().balance();
        Map<String, Double> weights = new TreeMap<>();
        if (balance != null) {
            for (int iteration = 1; iteration <= 2; iteration++) {
                String suffix = " " + iteration;
                example(balance, example(plan.objective().balanced(), iteration))
                        .forEach((name, weight) -> weights.put(name + suffix, weight));
            }
        }
        return weights;
    }

    /** Comparing must not end the run; a balance that fails is told when it fails in the training. */
    private static Map<String, Double> example(Balance balance, BalancedTerms terms) {
        try {
            return wanted(balance, terms);
        } catch (RuntimeException e) {
            return Map.of();
        }
    }

    private static BalancedTerms example(Map<String, Double> start, int iteration) {
        List<String> names = List.copyOf(start.keySet());
        Map<String, BalancedTerms.Term> terms = new LinkedHashMap<>();
        Map<String, Map<String, Double>> products = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            double begun = number(start, names.get(i));
            double norm = 1 + i * iteration;
            terms.put(names.get(i), new BalancedTerms.Term(1.5 * begun, begun, 0.5 + i * iteration, norm));
            Map<String, Double> row = new LinkedHashMap<>();
            for (int j = 0; j < names.size(); j++) {
                row.put(names.get(j), norm * (1 + j * iteration) * (i == j ? 1 : -0.2 / iteration));
            }
            products.put(names.get(i), row);
        }
        return new BalancedTerms(iteration, terms, products, OptionalDouble.of(0.5 / iteration), new HashMap<>());
    }

    /** The weight that a term had in an iteration. */
    static double weight(Iteration row, Term term) {
        Map<String, Double> columns = row.watched();
        Double own = columns.get(Iteration.WEIGHT + term.name());
        return own == null ? term.weight() * columns.getOrDefault(Iteration.WEIGHT + Balance.SUPERVISED, 1.0) : own;
    }
}
