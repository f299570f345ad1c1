package io.github.pdd4j.network;

import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

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
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "checkpoint must hold one of the known networks, got "
                                        + weights.source() + " whose tensors begin " + first(weights) + ": known are "
                                        + "RRDBNet, SRVGGNetCompact, SRResNet, VGG19, AlexNet, EfficientNet-Lite0 and UNetDiscriminatorSN"));
    }

    private static List<String> first(StateDict weights) {
        return weights.names().stream().limit(3).toList();
    }
}
