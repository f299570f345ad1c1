package io.github.pdd4j.distill;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the lambdas of a sentence still compute what they did when its run began: words cannot tell.
 *
 * @param before the run as it lies on the disk
 * @param now what the sentence would begin
 */
record ComputationCheck(Plan plan, Manifest before, Manifest now) {
    private static final System.Logger LOG = System.getLogger(ComputationCheck.class.getName());

    /**
     * The fingerprint of the run from here on; null where none was taken yet.
     *
     * @param differing what is known to differ and may; more is added
     * @throws IllegalArgumentException when a lambda computes something else and may not
     */
    @Nullable
    Fingerprint fingerprint(List<String> differing) {
        Fingerprint then = before.sittings().isEmpty() ? null : before.last().fingerprint();
        if (then == null) {
            return null;
        }
        Fingerprint again = then.again(plan);
        boolean otherPictures = then.batches().keySet().stream().anyMatch(differing::contains);
        return otherPictures || differs(then, again, differing) ? again : then;
    }

    private boolean differs(Fingerprint then, Fingerprint again, List<String> differing) {
        boolean sameMachine = before.last().sameMachine(now.last().environment());
        List<String> roles = then.differentBatches(again, sameMachine);
        if (!roles.isEmpty()) {
            requireAllowed(
                    roles,
                    "other pictures in its first iteration for " + String.join(" and ", roles)
                            + ", though the files are the same",
                    "degradations");
            differing.addAll(roles);
            return true;
        }
        Map<String, String> terms = then.differentTerms(again, sameMachine);
        if (!terms.isEmpty()) {
            leaveOutRandom(terms, again);
            List<String> names = List.copyOf(terms.keySet());
            StringBuilder got = new StringBuilder();
            terms.forEach((name, values) -> got.append(got.isEmpty() ? "" : " and ")
                    .append("another value of ")
                    .append(name)
                    .append(" at the start, ")
                    .append(values));
            requireAllowed(names, got.toString(), "lambdas");
            differing.addAll(names);
        }
        return !terms.isEmpty();
    }

    /** What differs from call to call tells nothing of what was changed. */
    private void leaveOutRandom(Map<String, String> terms, Fingerprint again) {
        Map<String, String> unsteady = again.differentTerms(again.again(plan), true);
        for (String name : unsteady.keySet()) {
            if (terms.remove(name) != null) {
                LOG.log(
                        Level.WARNING,
                        "loss {0} gives another value in every call: whether it was changed since run {1} began cannot"
                                + " be told",
                        name,
                        now.name());
            }
        }
    }

    private void requireAllowed(List<String> names, String got, String culprits) {
        List<String> allowed = plan.sentence().execution().checkpointing().changed();
        if (!allowed.containsAll(names)) {
            throw new IllegalArgumentException("run " + now.name()
                    + " must go on with what it computed when it began, got " + got + ": bring the " + culprits
                    + " back, choose another name(...) for the new ones, or say " + Checkpointing.allowing(names)
                    + " to go on with them");
        }
    }
}
