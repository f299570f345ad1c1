package io.github.pdd4j.runs;

import io.github.pdd4j.archive.RunFolder;
import io.github.pdd4j.archive.Snapshots.Snapshot;
import io.github.pdd4j.network.ModelCard;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Parameterization;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Roles;
import io.github.pdd4j.sentence.Sentence;
import io.github.pdd4j.train.CheckpointEntry;
import io.github.pdd4j.train.TrainedModels;
import io.github.pdd4j.train.TrainingLog;
import io.github.pdd4j.train.ValidationBaseline;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a run other than its trained networks, for a run that just ended or was read from disk.
 *
 * @param name name of the run, empty if it was not written to disk
 * @param facts facts about the sentence
 * @param start initial state of the run
 * @param models trained networks
 * @param rows history
 * @param validation metrics of the validation and the scores of the start
 * @param notes skipped steps, terms without gradient, the reason for an early stop, and what else the user must know
 * @param sentence the sentence, null for a run read from disk
 */
public record RunRecord(
        String name,
        Manifest.SentenceFacts facts,
        InitialState start,
        TrainedModels models,
        List<Iteration> rows,
        ValidationBaseline validation,
        List<String> notes,
        @Nullable Sentence sentence) {

    public static RunRecord of(Plan plan, TrainingLog log, String name, InitialState start, TrainedModels models) {
        return new RunRecord(
                name,
                Manifest.SentenceFacts.of(plan.sentence()),
                start,
                recorded(
                        start.named(models),
                        Manifest.SentenceFacts.of(plan.sentence()),
                        start.specialist(),
                        Provenance.Weights.of(start.specialist()),
                        ModelFacts.of(start.images(), log.rows(), log.validation())),
                log.rows(),
                log.validation(),
                notes(log.rows(), log.reason(), log.notes()),
                plan.sentence());
    }

    public static RunRecord read(RunFolder folder) {
        Manifest manifest = Manifest.read(folder);
        Snapshot newest = folder.snapshots()
                .newest()
                .orElseThrow(() -> new IllegalArgumentException("run must have an intact checkpoint to be opened, got "
                        + folder.name() + " without one: train its sentence again, which is "
                        + manifest.sentence().code()));
        Map<String, Provenance.Weights> sources = manifest.provenance().weights();
        InitialState start = InitialState.read(folder, manifest.provenance());
        List<Iteration> rows = DirectoryCheckpointer.history(newest.folder());
        return new RunRecord(
                manifest.name(),
                manifest.sentence(),
                start,
                recorded(
                        models(newest.folder(), start),
                        manifest.sentence(),
                        start.specialist(),
                        sources.getOrDefault(Roles.SPECIALIST, Provenance.Weights.of(start.specialist())),
                        ModelFacts.of(
                                manifest.newest().images(),
                                rows,
                                manifest.state().validation())),
                rows,
                manifest.state().validation(),
                notes(rows, manifest.state().reason(), List.of()),
                null);
    }

    /** Adds what made them to the metadata of the trained networks, from where it gets into their files. */
    private static TrainedModels recorded(
            TrainedModels models,
            Manifest.SentenceFacts sentence,
            Network first,
            Provenance.Weights start,
            ModelFacts facts) {
        Map<String, String> recipe = new LinkedHashMap<>();
        recipe.put(ModelCard.SENTENCE, sentence.code());
        if (!sentence.sources().isEmpty()) {
            recipe.put(ModelCard.SOURCES, ModelCard.sources(sentence.sources()));
        }
        recipe.put("started from", start.source());
        recipe.put("sha256 of the start", start.sha256());
        Map<String, String> before = first.weights().metadata();
        Optional.ofNullable(before.get("license"))
                .or(() -> Optional.ofNullable(before.get(ModelCard.LICENSE)))
                .ifPresent(license -> recipe.put(ModelCard.LICENSE, license));
        recipe.put(ModelCard.IMAGES, facts.images());
        Map<String, String> ofNewest = new LinkedHashMap<>(recipe);
        ofNewest.put("iterations", String.valueOf(facts.iterations()));
        ofNewest.put(ModelCard.VALIDATION, facts.validation());
        // The best network may be of any iteration, so that the newest numbers are not its own.
        return models.changed(with(ofNewest), with(ofNewest), with(recipe));
    }

    private static UnaryOperator<Network> with(Map<String, String> metadata) {
        return network -> new Network(
                network.config(),
                network.weights().metadata(metadata),
                network.source(),
                network.device(),
                network.adaptedFrom(),
                network.phrase());
    }

    private static TrainedModels models(Path checkpoint, InitialState start) {
        StateDict trained = state(checkpoint, CheckpointEntry.SPECIALIST).orElseThrow();
        Network first = start.specialist();
        Network specialist = start.adapted(Parameterization.merged(first, trained, "adapted"));
        Optional<StateDict> generalist = state(checkpoint, CheckpointEntry.GENERALIST);
        Optional<Network> average = generalist
                .or(() -> state(checkpoint, CheckpointEntry.AVERAGE))
                .map(moving -> start.averaged(Parameterization.merged(first, moving, "moving average")));
        return new TrainedModels(
                specialist,
                generalist.isPresent() ? Optional.empty() : start.generalist(),
                average,
                generalist.isPresent(),
                Parameterization.size(trained),
                state(checkpoint, CheckpointEntry.DISCRIMINATOR),
                state(checkpoint, CheckpointEntry.BEST)
                        .map(best -> start.adapted(Parameterization.merged(first, best, "best"))));
    }

    private static Optional<StateDict> state(Path checkpoint, String part) {
        Path file = DirectoryCheckpointer.file(checkpoint, part);
        return Files.exists(file) ? Optional.of(Checkpoints.readWhole(file)) : Optional.empty();
    }

    private static List<String> notes(List<Iteration> rows, String reason, List<String> others) {
        List<String> notes = new ArrayList<>();
        skipped(rows).ifPresent(notes::add);
        withoutGradient(rows).ifPresent(notes::add);
        if (!reason.isEmpty()) {
            notes.add("stopped: " + reason);
        }
        notes.addAll(others);
        return List.copyOf(notes);
    }

    private static Optional<String> skipped(List<Iteration> rows) {
        List<String> reasons = rows.stream()
                .map(Iteration::skipped)
                .filter(why -> !why.isEmpty())
                .toList();
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of(reasons.size() + (reasons.size() == 1 ? " step" : " steps") + " skipped, the first for "
                        + reasons.get(0));
    }

    /** Names the terms whose gradient was zero at every measurement. */
    private static Optional<String> withoutGradient(List<Iteration> rows) {
        Map<String, Double> largest = new LinkedHashMap<>();
        rows.forEach(row -> row.terms().keySet().stream()
                .filter(term -> row.watched().containsKey(Iteration.GRADIENT + term))
                .forEach(term -> largest.merge(term, row.watched().get(Iteration.GRADIENT + term), Math::max)));
        largest.values().removeIf(norm -> norm != 0);
        return largest.isEmpty()
                ? Optional.empty()
                : Optional.of("no gradient came from " + String.join(", ", largest.keySet()));
    }
}
