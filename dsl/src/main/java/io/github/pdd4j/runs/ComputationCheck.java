package io.github.pdd4j.runs;

import io.github.pdd4j.loss.Term;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.train.Checkpointer;
import io.github.pdd4j.train.CropBatchSource;
import io.github.pdd4j.train.FirstIterationValues;
import io.github.pdd4j.train.Loop;
import io.github.pdd4j.train.TrainingLog;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the lambdas of a distillation still compute what they did when the run began, which their text cannot
 * show.
 *
 * @param before the manifest of the run on the disk
 * @param now the manifest that the distillation would start with
 * @param rows of the history of the run
 */
record ComputationCheck(Plan plan, Manifest before, Manifest now, List<Iteration> rows) {
    /** The most iterations that are recomputed for a term that is zero in the first one. */
    private static final int MAX_RECOMPUTED_ITERATIONS = 10;

    /**
     * The tolerance on another machine: Adam's first step differs there where gradients are nearly zero, so only large
     * differences count.
     */
    private static final double NEXT_STEP_TOLERANCE_ELSEWHERE = 0.5;

    private static final double SMALLEST_TERM = 1e-6;
    private static final System.Logger LOG = System.getLogger(ComputationCheck.class.getName());

    /**
     * The values of the first iteration to store when the run resumes; null if the run has none.
     *
     * @param differing names that are known to differ and are allowed to; this method adds more
     * @throws IllegalArgumentException if a lambda computes something else and this is not allowed
     */
    @Nullable
    FirstIterationValues firstIteration(List<String> differing) {
        FirstIterationValues then =
                before.sessions().isEmpty() ? null : before.last().firstIteration();
        if (then == null) {
            return null;
        }
        FirstIterationValues again = then.again(plan);
        boolean otherImages = then.batches().keySet().stream().anyMatch(differing::contains);
        return otherImages || differs(then, again, differing) ? again : then;
    }

    private boolean differs(FirstIterationValues then, FirstIterationValues again, List<String> differing) {
        boolean sameMachine =
                before.last().environment().computesTheSameBitsAs(now.last().environment());
        List<String> roles = then.differentBatches(again, sameMachine);
        if (!roles.isEmpty()) {
            requireAllowed(
                    roles,
                    "other images in its first iteration for " + String.join(" and ", roles)
                            + ", though the files are the same",
                    "degradations");
            differing.addAll(roles);
            return true;
        }
        Map<String, String> terms = then.differentTerms(again, sameMachine);
        if (!terms.isEmpty()) {
            leaveOutRandom(terms, again.differentTerms(again.again(plan), true).keySet());
        }
        if (terms.isEmpty()) {
            terms.putAll(differentInTheNext(then, sameMachine));
        }
        if (!terms.isEmpty()) {
            List<String> names = List.copyOf(terms.keySet());
            StringBuilder got = new StringBuilder();
            terms.forEach((name, values) -> got.append(got.isEmpty() ? "" : " and ")
                    .append("another value of ")
                    .append(name)
                    .append(" in the first iterations, ")
                    .append(values));
            requireAllowed(names, got.toString(), "lambdas");
            differing.addAll(names);
        }
        return !terms.isEmpty();
    }

    /** Removes terms that vary from call to call, because a change of them cannot be detected. */
    private void leaveOutRandom(Map<String, String> terms, Set<String> unsteady) {
        for (String name : unsteady) {
            if (terms.remove(name) != null) {
                LOG.log(
                        Level.WARNING,
                        "loss {0} returns another value in every call: it is not known whether it changed since run {1}"
                                + " started",
                        name,
                        now.name());
            }
        }
    }

    /**
     * The custom terms that are zero in the first iteration, as comparisons with a moving average are, and that differ
     * in the next one. The first step is recomputed to reach it.
     */
    private Map<String, String> differentInTheNext(FirstIterationValues then, boolean sameMachine) {
        int next = then.iteration() + 1;
        List<Term> zero = then.zeroCustomTerms(plan);
        boolean comparable =
                then.precision() == plan.precision() && rows.size() >= next && next <= MAX_RECOMPUTED_ITERATIONS;
        if (zero.isEmpty() || !comparable || skipped(next)) {
            return Map.of();
        }
        double tolerance = sameMachine ? then.tolerance(true) : NEXT_STEP_TOLERANCE_ELSEWHERE;
        Map<String, Double> recorded = own(rows.get(next - 1), zero);
        Map<String, Double> made = made(next, zero);
        Map<String, String> different = new LinkedHashMap<>();
        FirstIterationValues.compare(recorded, made, tolerance, SMALLEST_TERM, different);
        if (!different.isEmpty()) {
            Map<String, String> unsteady = new LinkedHashMap<>();
            FirstIterationValues.compare(made, made(next, zero), tolerance, SMALLEST_TERM, unsteady);
            leaveOutRandom(different, unsteady.keySet());
        }
        return different;
    }

    private boolean skipped(int last) {
        return rows.subList(0, last).stream().anyMatch(row -> !row.skipped().isEmpty());
    }

    private Map<String, Double> made(int iterations, List<Term> terms) {
        Plan brief = plan.brief(iterations);
        TrainingLog log = new TrainingLog(Map.of());
        try (CropBatchSource batches = CropBatchSource.from(1, brief)) {
            new Loop(brief, log, Checkpointer.NONE).runOrThrow(batches);
        }
        return own(log.rows().get(iterations - 1), terms);
    }

    private static Map<String, Double> own(Iteration row, List<Term> terms) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Term term : terms) {
            Double value = row.terms().get(term.name());
            if (value != null && Double.isFinite(value)) {
                values.put(term.name(), value / FirstIterationValues.weight(row, term));
            }
        }
        return values;
    }

    private void requireAllowed(List<String> names, String got, String culprits) {
        List<String> allowed = plan.sentence().execution().checkpoint().allowChanged();
        if (!allowed.containsAll(names)) {
            throw new IllegalArgumentException("run " + now.name()
                    + " must compute the same when it resumes as when it started, got " + got + ": restore the "
                    + culprits
                    + ", choose another name(...) for the new ones, or add " + Manifest.allowing(names)
                    + " to resume with them");
        }
    }
}
