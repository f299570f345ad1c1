package io.github.pdd4j.distill;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a run other than its trained networks, for a run that just ended or was read from disk.
 *
 * @param name name of the run, empty if it was not written to disk
 * @param said facts about the sentence
 * @param start initial state of the run
 * @param rows history
 * @param end skipped steps, terms without gradient and the reason for an early stop; empty if there were none
 * @param sentence the sentence, null for a run read from disk
 */
record RunRecord(
        String name,
        Manifest.SentenceFacts said,
        InitialState start,
        List<Iteration> rows,
        String end,
        @Nullable Distillation sentence) {

    static RunRecord of(Plan plan, TrainingLog journal, String name, InitialState start) {
        return new RunRecord(
                name,
                Manifest.SentenceFacts.of(plan.sentence()),
                start,
                journal.rows(),
                end(journal.rows(), journal.reason()) + journal.notes(),
                plan.sentence());
    }

    static RunRecord read(Manifest manifest, InitialState start, List<Iteration> rows) {
        Manifest.State state = manifest.state();
        return new RunRecord(manifest.name(), manifest.said(), start, rows, end(rows, state.reason()), null);
    }

    private static String end(List<Iteration> rows, String reason) {
        return skipped(rows) + idle(rows) + (reason.isEmpty() ? "" : "; stopped: " + reason);
    }

    private static String skipped(List<Iteration> rows) {
        List<String> reasons = rows.stream()
                .map(Iteration::skipped)
                .filter(why -> !why.isEmpty())
                .toList();
        return reasons.isEmpty()
                ? ""
                : "; " + reasons.size() + (reasons.size() == 1 ? " step" : " steps") + " skipped, the first for "
                        + reasons.get(0);
    }

    /** Names the terms whose gradient was zero at every measurement. */
    private static String idle(List<Iteration> rows) {
        Map<String, Double> largest = new LinkedHashMap<>();
        rows.forEach(row -> row.terms().keySet().stream()
                .filter(term -> row.watched().containsKey(StepLoss.GRADIENT + term))
                .forEach(term -> largest.merge(term, row.watched().get(StepLoss.GRADIENT + term), Math::max)));
        largest.values().removeIf(norm -> norm != 0);
        return largest.isEmpty() ? "" : "; no gradient came from " + String.join(", ", largest.keySet());
    }
}
