package io.github.pdd4j.network;

import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The small networks inside the jar, made by {@code ./pdd make-weights}; each carries its training record.
 *
 * <pre>{@code
 * System.out.println(PretrainedModels.generalist().weights().metadata().get("quality"));
 * }</pre>
 */
public final class PretrainedModels {
    /** The names that {@link #named} knows. */
    public static final List<String> NAMES = List.of("compact-generalist", "compact-specialist", "small-srresnet");

    static final String SLIM_VGG19 = "slim VGG19";

    private static final Map<String, StateDict> UNPACKED = new ConcurrentHashMap<>();

    private PretrainedModels() {}

    /** SRVGGNetCompact ×4, 48 features, 12 convolutions: learned blur, noise and JPEG of unknown strength. */
    public static Network generalist() {
        return Network.of(read("generalist"), "compact-generalist");
    }

    /** The same form, which learned clean bicubic input only: it sharpens what it does not understand. */
    public static Network specialist() {
        return Network.of(read("specialist"), "compact-specialist");
    }

    /** SRResNet ×4 trained on bicubic input, whose residual body gives low-level features. */
    public static Network srResNet() {
        return Network.of(read("srresnet"), "small-srresnet");
    }

    /** One of the networks above by its name, one of {@link #NAMES}; empty for another. */
    public static Optional<Network> named(String name) {
        return switch (name) {
            case "compact-generalist" -> Optional.of(generalist());
            case "compact-specialist" -> Optional.of(specialist());
            case "small-srresnet" -> Optional.of(srResNet());
            default -> Optional.empty();
        };
    }

    /** VGG19 of a quarter of its width, taught the features of an ImageNet network; stands in for VGG19. */
    public static FeatureExtractor slimVgg19() {
        return FeatureExtractor.of(read("vgg19"), SLIM_VGG19, "VGG19");
    }

    private static StateDict read(String name) {
        return UNPACKED.computeIfAbsent(name, PretrainedModels::unpacked);
    }

    /** In memory: a kernel that is killed would leave a temporary file behind. */
    private static StateDict unpacked(String name) {
        String resource = "/io/github/pdd4j/weights/" + name + ".safetensors";
        try (InputStream in = PretrainedModels.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("shipped network must be in the jar, got none at " + resource
                        + ": make it with ./pdd make-weights " + name);
            }
            return Checkpoints.read(name + ".safetensors", in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
