package io.github.pdd4j.network;

import io.github.pdd4j.api.Internal;
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
 * The small pretrained networks in the jar, created by {@code ./pdd make-weights}. The metadata of each network
 * contains its training record.
 *
 * <pre>{@code
 * System.out.println(PretrainedModels.generalist().weights().metadata().get("quality"));
 * }</pre>
 */
@Internal
public final class PretrainedModels {
    /** The names that {@link #named} accepts. */
    public static final List<String> NAMES = List.of("compact-generalist", "compact-specialist", "small-srresnet");

    private static final Map<String, StateDict> UNPACKED = new ConcurrentHashMap<>();

    private PretrainedModels() {}

    /**
     * Returns an SRVGGNetCompact ×4 with 48 features and 12 body convolutions, trained on blur, noise and JPEG of
     * unknown strength.
     *
     * @return the network {@code compact-generalist}
     */
    public static Network generalist() {
        return Network.of(read("generalist"), "compact-generalist");
    }

    /**
     * Returns an SRVGGNetCompact of the same size as {@link #generalist()}, trained on clean bicubic inputs only. It
     * amplifies degradations that were not in its training data.
     *
     * @return the network {@code compact-specialist}
     */
    public static Network specialist() {
        return Network.of(read("specialist"), "compact-specialist");
    }

    /**
     * Returns an SRResNet ×4 trained on bicubic inputs. Its residual body provides low-level features.
     *
     * @return the network {@code small-srresnet}
     */
    public static Network srResNet() {
        return Network.of(read("srresnet"), "small-srresnet");
    }

    /**
     * Returns a pretrained network by name.
     *
     * @param name one of {@link #NAMES}
     * @return the network, or empty for an unknown name
     */
    public static Optional<Network> named(String name) {
        return switch (name) {
            case "compact-generalist" -> Optional.of(generalist());
            case "compact-specialist" -> Optional.of(specialist());
            case "small-srresnet" -> Optional.of(srResNet());
            default -> Optional.empty();
        };
    }

    /**
     * Returns a VGG19 with half of the original width, fitted to VGG16: its channels are channels of VGG16, at the same
     * scale, so weights of losses mean the same in both. Use it in place of VGG19.
     *
     * @return the feature extractor
     */
    public static FeatureExtractor slimVgg19() {
        return FeatureExtractor.of(read("vgg19"), "slim VGG19", "VGG19").printedAs("slimVgg19()");
    }

    private static StateDict read(String name) {
        return UNPACKED.computeIfAbsent(name, PretrainedModels::unpacked);
    }

    /** Reads the resource into memory: a temporary file would remain if the notebook kernel is killed. */
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
