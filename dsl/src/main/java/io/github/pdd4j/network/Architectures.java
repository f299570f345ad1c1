package io.github.pdd4j.network;

import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.NearestNames;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** All families that are on the class path. */
final class Architectures {
    private static final List<Architecture> ALL =
            ServiceLoader.load(Architecture.class, Architecture.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private Architectures() {}

    static Architecture.Recognised read(Path file) {
        return recognise(Checkpoints.read(file));
    }

    static Architecture.Recognised recognise(StateDict weights) {
        return ALL.stream()
                .flatMap(architecture -> architecture.recognise(weights).stream())
                .findFirst()
                .orElseThrow(() -> unknown(weights));
    }

    private static IllegalArgumentException unknown(StateDict weights) {
        String known = ALL.stream().map(Architecture::family).collect(Collectors.joining(", "));
        Architecture nearest =
                Collections.min(ALL, Comparator.comparingInt(family -> distance(family.landmark(), weights)));
        return new IllegalArgumentException("checkpoint must hold one of the known networks (" + known + "), got "
                + weights.source() + " whose tensors begin " + first(weights) + ": the nearest is "
                + nearest.family() + ", if it is that, rename "
                + NearestNames.one(nearest.landmark(), weights.names()) + " to " + nearest.landmark()
                + " and the others likewise");
    }

    private static int distance(String landmark, StateDict weights) {
        return NearestNames.distance(landmark, NearestNames.one(landmark, weights.names()));
    }

    private static List<String> first(StateDict weights) {
        return weights.names().stream().limit(3).toList();
    }
}
