package io.github.pdd4j.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A frozen network in whose features distances are measured: Φ in the paper.
 *
 * <pre>{@code
 * System.out.println(slimVgg19().layers());
 * }</pre>
 *
 * @param source the file it was read from
 * @param standIn what it stands in for, empty for the paper's own choice
 * @param device that metrics compute its features on; unset: that of the evaluated network, else the default
 */
public record FeatureExtractor(
        FeatureConfig form, StateDict weights, String source, String standIn, Optional<Device> device)
        implements Facts.Stated {
    /** An extractor on the default device. */
    public FeatureExtractor(FeatureConfig form, StateDict weights, String source, String standIn) {
        this(form, weights, source, standIn, Optional.empty());
    }

    /**
     * Reads the checkpoint of a feature network.
     *
     * @throws IllegalArgumentException when the file holds another kind of network
     */
    public static FeatureExtractor load(Path file) {
        return of(Checkpoints.read(file), String.valueOf(file.getFileName()), "");
    }

    /** As {@link #load(Path)}, by the file's path as a text. */
    public static FeatureExtractor load(String file) {
        return load(Path.of(file));
    }

    /**
     * Reads one of several networks in a checkpoint.
     *
     * @param entry the entry of the file, or what the names of its tensors begin with
     * @throws IllegalArgumentException as {@link #load(Path)}, and when there is no such entry
     */
    public static FeatureExtractor load(Path file, String entry) {
        return of(Checkpoints.read(file, entry), file.getFileName() + "#" + entry, "");
    }

    /** The feature network that these weights belong to. */
    public static FeatureExtractor of(StateDict weights, String source, String standIn) {
        Architecture.Recognized found = Architectures.recognize(weights, FeatureConfig.class);
        return of(found.blueprint(), found.weights(), source, standIn);
    }

    /** A super-resolution network's own features, in the blocks of its residual body. */
    public static FeatureExtractor of(Network network) {
        FeatureExtractor features = of(network.form(), network.weights(), network.source(), "");
        return network.device().map(features::on).orElse(features);
    }

    private static FeatureExtractor of(ModelConfig blueprint, StateDict weights, String source, String standIn) {
        if (blueprint instanceof FeatureConfig form) {
            return new FeatureExtractor(form, weights, source, standIn);
        }
        throw new IllegalArgumentException(
                "feature extractor must be a feature network such as VGG19, or one with a residual body such as SRResNet,"
                        + " got " + blueprint.architecture() + " in " + source
                        + ": use slimVgg19() or smallSrResNet()");
    }

    /** Whether the other has the same form and the same weights, from whatever file they are. */
    public boolean computesAs(FeatureExtractor other) {
        return form.equals(other.form) && weights.equals(other.weights);
    }

    /** The same extractor on a device: {@code FeatureDistance.in(slimVgg19().on(cpu()))}. */
    public FeatureExtractor on(Device value) {
        return new FeatureExtractor(form, weights, source, standIn, Optional.of(value));
    }

    /** All layers that can be asked for, from the input on. */
    public List<String> layers() {
        return form.layers();
    }

    /** The extractor with its weights in the engine's memory, for as long as the scope. */
    public Loaded in(Precision precision, Scope scope) {
        return new Loaded(this, LoadedWeights.load(weights, scope, precision::hold));
    }

    /** The extractor with weights that gradients are taken with respect to: to teach it. */
    public Loaded trainable(Scope scope) {
        return new Loaded(this, LoadedWeights.load(weights, scope, Tensors::leaf));
    }

    /** The form; the weights have a digest of their own. */
    @Override
    public Object facts() {
        return Map.of("form", form);
    }

    @Override
    public String toString() {
        String phrase = source.equals(PretrainedModels.SLIM_VGG19) ? "slimVgg19()" : "features(\"" + source + "\")";
        return standIn.isEmpty() ? phrase : phrase + " /* stands in for " + standIn + " */";
    }

    /** A feature extractor whose weights lie in the engine's memory. */
    public static final class Loaded {
        private final FeatureExtractor origin;
        private final FeatureConfig form;
        private final List<NDArray> weights;

        private Loaded(FeatureExtractor origin, List<NDArray> weights) {
            this.origin = origin;
            this.form = origin.form;
            this.weights = weights;
        }

        /** The value that was loaded. */
        public FeatureExtractor origin() {
            return origin;
        }

        /** The weights in the order of the blueprint; change them in place only. */
        public List<NDArray> parameters() {
            return weights;
        }

        /** The present weights as a value that needs no scope. */
        public StateDict snapshot() {
            return LoadedWeights.snapshot(form.names(), weights);
        }

        /**
         * The features (N, C, h, w) of images (N, 3, H, W) at some layers, in one pass.
         *
         * @throws IllegalArgumentException when there is no such layer; the message lists those that there are
         */
        public Map<String, NDArray> of(NDArray images, Collection<String> wanted) {
            Map<String, NDArray> features = new LinkedHashMap<>();
            of(List.of(images), wanted).forEach((layer, each) -> features.put(layer, each.get(0)));
            return features;
        }

        /** The features of several batches of images, in one pass; at each layer those of every batch, in their order. */
        public Map<String, List<NDArray>> of(List<NDArray> batches, Collection<String> wanted) {
            form.requireLayers(wanted);
            for (NDArray batch : batches) {
                form.requireSize(batch.getShape().get(2), batch.getShape().get(3), wanted);
            }
            List<String> ordered =
                    form.layers().stream().filter(wanted::contains).toList();
            // DJL joins a single array by duplicating it, which no gradient passes.
            NDArray images = batches.size() == 1 ? batches.get(0) : NDArrays.concat(new NDList(batches), 0);
            NDList features = form.features(images, weights, ordered);
            Map<String, List<NDArray>> named = new LinkedHashMap<>();
            for (int i = 0; i < ordered.size(); i++) {
                named.put(ordered.get(i), Precision.leave(features.get(i), batches));
            }
            return named;
        }
    }
}
