package io.github.pdd4j.network;

import io.github.pdd4j.io.Listing;
import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares the tensors of a checkpoint with those of the recognized network. */
final class StateDictMatching {
    private static final int SHOWN = 3;

    private final Map<String, long[]> shapes;
    private final StateDict weights;
    private final List<String> missing;
    private final List<String> unexpected;
    private final List<String> misshapen;

    private StateDictMatching(ModelConfig form, StateDict weights) {
        this.shapes = form.shapes();
        this.weights = weights;
        this.missing =
                shapes.keySet().stream().filter(name -> !weights.has(name)).toList();
        this.unexpected = weights.names().stream()
                .filter(name -> !shapes.containsKey(name) && !form.passesOver(name))
                .toList();
        this.misshapen = shapes.keySet().stream()
                .filter(name -> weights.has(name) && !Arrays.equals(found(name), wanted(name)))
                .toList();
    }

    /**
     * Returns exactly the tensors that the network uses, in its order.
     *
     * @throws IllegalArgumentException if tensors are missing, unexpected or of another shape
     */
    static StateDict of(ModelConfig form, StateDict weights) {
        StateDictMatching matching = new StateDictMatching(form, weights);
        List<String> differences = matching.differences();
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException("tensors of " + weights.source() + " must be those of one whole "
                    + form.architecture() + ", got " + String.join(", ", differences) + ": " + matching.next(form));
        }
        return weights.only(form.names());
    }

    /** Renaming helps if an unexpected name is similar to a missing one. */
    private String next(ModelConfig form) {
        boolean misspelt =
                missing.stream().anyMatch(name -> !nearest(name, unexpected).isEmpty());
        return misspelt
                ? "rename what is misspelt, or use the file of another network"
                : "use the file of a whole " + form.architecture() + " without additions";
    }

    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        add(differences, missing, "missing", name -> name + nearest(name, unexpected));
        add(differences, unexpected, "unexpected", name -> name + nearest(name, missing));
        add(
                differences,
                misshapen,
                "of another shape",
                name -> name + " " + times(found(name)) + " instead of " + times(wanted(name)));
        return differences;
    }

    private static void add(List<String> to, List<String> names, String what, Function<String, String> text) {
        if (!names.isEmpty()) {
            String shown = Listing.first(SHOWN, names, text);
            to.add(names.size() + " " + what + " (" + shown + ")");
        }
    }

    /** Returns the most similar of the remaining names, formatted for the message. */
    private static String nearest(String name, Collection<String> leftOver) {
        return NearestNames.near(name, leftOver)
                .map(near -> ", nearest " + near)
                .orElse("");
    }

    private long[] found(String name) {
        return weights.tensor(name).shape();
    }

    private long[] wanted(String name) {
        return Objects.requireNonNull(shapes.get(name));
    }

    private static String times(long[] shape) {
        return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
    }
}
