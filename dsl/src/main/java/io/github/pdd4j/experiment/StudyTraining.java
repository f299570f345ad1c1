package io.github.pdd4j.experiment;

import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.DistillationAccess;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.experiment.PreparedStudy.Cell;
import io.github.pdd4j.experiment.PreparedStudy.PlannedRun;
import io.github.pdd4j.experiment.PreparedStudy.ReferenceRow;
import io.github.pdd4j.experiment.ScoreFile.Ending;
import io.github.pdd4j.experiment.ScoreFile.Outcome;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.runs.RunSummary;
import io.github.pdd4j.sentence.Execution;
import io.github.pdd4j.sentence.Sentence;
import io.github.pdd4j.sentence.TrainingState;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.View;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Trains and measures the runs of a study, one after another; networks of one run at a time are in memory. */
final class StudyTraining {
    private final PreparedStudy study;
    private final Map<String, String> failures = new LinkedHashMap<>();
    private final int runs;
    private int number;
    private long iterationsLeft;
    private long iterationsMade;
    private double secondsTrained;

    StudyTraining(PreparedStudy study) {
        this.study = study;
        this.runs = study.cells().stream().mapToInt(cell -> cell.runs().size()).sum();
    }

    StudyResult run() {
        Progress progress = Progress.start();
        boolean isWhole = false;
        iterationsLeft = StudyPlan.of(study).iterationsLeft();
        try (Measuring measuring = new Measuring(study)) {
            isWhole = measureReferences(measuring, progress) && train(measuring, progress);
        } finally {
            progress.done(Html.paragraph(said(isWhole)));
        }
        return StudyResult.of(study, failures);
    }

    private boolean measureReferences(Measuring measuring, Progress progress) {
        for (ReferenceRow row : study.references()) {
            progress.update(() -> Html.paragraph("measuring " + row.name()));
            try {
                if (!measuring.complete(study.scores(row.key()), "", row::upscaler)) {
                    return false;
                }
            } catch (RuntimeException | OutOfMemoryError | AssertionError e) {
                failures.put(row.key(), reason(e));
            }
        }
        return true;
    }

    /** The first seed of all sentences comes first, so that a study that is stopped early compares all of them. */
    private boolean train(Measuring measuring, Progress progress) {
        int seeds = study.cells().get(0).runs().size();
        for (int seed = 0; seed < seeds; seed++) {
            for (Cell cell : study.cells()) {
                number++;
                PlannedRun run = cell.runs().get(seed);
                String title = cell.label() + (seeds == 1 ? "" : ", seed " + run.seed());
                if (Thread.interrupted() || !goesOn(cell, run, measuring, within(progress, title))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Trains and measures a run as far as it is not there; false if the user stopped it. */
    private boolean goesOn(Cell cell, PlannedRun run, Measuring measuring, Progress progress) {
        ScoreFile scores = study.scores(run.key());
        RunFolder folder = study.folder(run);
        boolean isFinished = isFinished(scores);
        try {
            if (isFinished && folder.begun()) {
                DistillationAccess.requireSame(run.sentence());
                if (Thread.interrupted()) {
                    return false;
                }
            }
            String network = cell.network().name();
            boolean isNeeded = !study.isComplete(scores, network);
            Optional<Run> trained = Optional.empty();
            if (!isFinished || (isNeeded && folder.snapshots().all().isEmpty())) {
                trained = trained(run, scores, folder, progress);
                if (trained.isEmpty()) {
                    return false;
                }
            }
            progress.update(() -> Html.paragraph("measuring"));
            Optional<Run> inMemory = trained;
            boolean isGoingOn = measuring.complete(
                    scores, network, () -> placed(run, cell, inMemory.orElseGet(() -> Run.open(folder.path()))));
            if (isGoingOn
                    && !study.settings().keepCheckpoints()
                    && !folder.snapshots().all().isEmpty()) {
                folder.prune();
            }
            return isGoingOn;
        } catch (RuntimeException | OutOfMemoryError | AssertionError e) {
            if (Thread.interrupted()) {
                return false;
            }
            failures.put(run.key(), reason(e));
            if (!isFinished(scores)) {
                end(run, scores, folder, Ending.FAILED, reason(e));
            }
            return true;
        }
    }

    private static Network placed(PlannedRun run, Cell cell, Run measured) {
        return DistillationAccess.sentence(run.sentence())
                .execution()
                .placed(cell.network().of(measured));
    }

    private static boolean isFinished(ScoreFile scores) {
        return scores.outcome().filter(end -> end.ending() == Ending.FINISHED).isPresent();
    }

    /**
     * Trains a run to its end.
     *
     * @return the run; empty if the user stopped it
     * @throws IllegalStateException if it stopped by itself before its last iteration
     */
    private Optional<Run> trained(PlannedRun run, ScoreFile scores, RunFolder folder, Progress progress) {
        int before = RunSummary.of(folder)
                .filter(summary -> !folder.snapshots().all().isEmpty())
                .map(RunSummary::iterations)
                .orElse(0);
        long start = System.nanoTime();
        AtomicBoolean held = new AtomicBoolean();
        Run trained = DistillationAccess.train(noticing(run.sentence(), held), progress);
        boolean isStopped = Thread.interrupted();
        iterationsMade += trained.iterations() - before;
        iterationsLeft -= run.iterations() - before;
        secondsTrained += (System.nanoTime() - start) / 1e9;
        RunSummary summary = RunSummary.of(folder)
                .orElseThrow(() -> new IllegalStateException("run must have been written to " + folder.path()
                        + ", got none: check the folder and the free space"));
        boolean isWhole = summary.ending() == RunSummary.Ending.FINISHED || held.get();
        if (!isWhole && (isStopped || summary.ending() == RunSummary.Ending.INTERRUPTED)) {
            return Optional.empty();
        }
        if (!isWhole) {
            throw new IllegalStateException(
                    "stopped after iteration " + trained.iterations() + ": " + summary.reason());
        }
        end(run, scores, folder, Ending.FINISHED, "");
        return isStopped ? Optional.empty() : Optional.of(trained);
    }

    /** A copy that notices whether its own condition ended the training, which is no failure. */
    private static Distillation noticing(Distillation distillation, AtomicBoolean held) {
        Sentence sentence = DistillationAccess.sentence(distillation);
        Predicate<TrainingState> condition = sentence.execution().stopWhen();
        if (condition == null) {
            return distillation;
        }
        Predicate<TrainingState> noticed = state -> {
            boolean holds = condition.test(state);
            held.compareAndSet(false, holds);
            return holds;
        };
        return DistillationAccess.of(sentence.with(Execution.SETTINGS.with(sentence.execution(), "stopWhen", noticed)));
    }

    private void end(PlannedRun run, ScoreFile scores, RunFolder folder, Ending ending, String reason) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Outcome outcome = RunSummary.of(folder)
                .map(summary -> new Outcome(
                        ending,
                        reason,
                        summary.iterations(),
                        summary.seconds(),
                        summary.started(),
                        summary.changed(),
                        summary.environment()))
                .orElseGet(() -> new Outcome(ending, reason, 0, 0, now, now, Map.of()));
        scores.end(outcome, DistillationAccess.sentence(run.sentence()).toString(), run.facts());
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** A display of one run within that of the study. */
    private Progress within(Progress outer, String title) {
        int current = number;
        return new Progress() {
            @Override
            public void update(Supplier<? extends View> newer) {
                outer.update(() -> joined(newer.get()));
            }

            @Override
            public void done(View last) {
                outer.update(() -> joined(last));
            }

            private View joined(View inner) {
                String head = String.format(Locale.ROOT, "run %d of %d: %s%s", current, runs, title, left());
                return new Html(head + "; " + inner.text(), "<div>" + Html.escape(head) + "</div>" + inner.html());
            }
        };
    }

    /** The time left as the runs of this call took it; empty before the first one has ended. */
    private String left() {
        return iterationsMade == 0 || iterationsLeft <= 0
                ? ""
                : ", about " + Durations.of(secondsTrained / iterationsMade * iterationsLeft) + " left";
    }

    private String said(boolean isWhole) {
        String failed = failures.isEmpty() ? "" : ", " + failures.size() + " failed";
        return isWhole
                ? runs + " runs trained and measured" + failed
                : "stopped in run " + number + " of " + runs + failed + ": train() goes on from there";
    }
}
