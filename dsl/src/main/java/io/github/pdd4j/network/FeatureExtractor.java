package io.github.pdd4j.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A frozen network whose features define distances between images: Φ in the paper.
 *
 * <pre>{@code
 * System.out.println(slimVgg19().layers());
 * }</pre>
 *
 * @param config the configuration of the network
 * @param weights the weights
 * @param source the name of {@code ./pdd fetch} or of the checkpoint's file, or a description of the network's origin
 * @param standIn the name of the network that this one replaces; empty if it replaces none
 * @param device the device on which metrics compute the features; if empty, the device of the evaluated network or the
 *     default device
 * @param phrase the Java code that makes the extractor, as a sentence prints it
 */
public record FeatureExtractor(
        FeatureConfig config, StateDict weights, String source, String standIn, Optional<Device> device, String phrase)
        implements Facts.Stated, Viewable {
    /**
     * Creates a feature extractor on the default device.
     *
     * @param config the configuration of the network
     * @param weights the weights
     * @param source the file name of the checkpoint, or a description of the network's origin
     * @param standIn the name of the network that this one replaces; empty if it replaces none
     */
    public FeatureExtractor(FeatureConfig config, StateDict weights, String source, String standIn) {
        this(
                config,
                weights,
                source,
                standIn,
                Optional.empty(),
                WeightsOrigin.of(source).features());
    }

    /**
     * Reads the checkpoint of a feature network.
     *
     * @param file the checkpoint
     * @return the feature extractor
     * @throws IllegalArgumentException if the file is not a checkpoint of a known feature network or contains
     *     non-finite numbers
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static FeatureExtractor load(Path file) {
        return of(Checkpoints.read(file), WeightsOrigin.of(file, Optional.empty()));
    }

    /**
     * Reads the checkpoint of a feature network; see {@link #load(Path)}.
     *
     * @param file the path of the checkpoint
     * @return the feature extractor
     */
    public static FeatureExtractor load(String file) {
        return load(Path.of(file));
    }

    /**
     * Reads one of several networks in a checkpoint.
     *
     * @param file the checkpoint
     * @param entry an entry of the file, or the prefix of its tensor names
     * @return the feature extractor
     * @throws IllegalArgumentException as {@link #load(Path)}, and if the entry does not exist
     */
    public static FeatureExtractor load(Path file, String entry) {
        return of(Checkpoints.read(file, entry), WeightsOrigin.of(file, Optional.of(entry)));
    }

    private static FeatureExtractor of(StateDict weights, WeightsOrigin origin) {
        return of(weights, origin.name(), "").printedAs(origin.features());
    }

    /**
     * Recognizes the feature network that these weights belong to.
     *
     * @param weights the weights
     * @param source the name to show for the network
     * @param standIn the name of the network that this one replaces; empty if it replaces none
     * @return the feature extractor
     * @throws IllegalArgumentException if the weights do not belong to a known feature network
     */
    public static FeatureExtractor of(StateDict weights, String source, String standIn) {
        Architecture.Recognized found = Architectures.recognize(weights, FeatureConfig.class);
        return of(found.config(), found.weights(), source, standIn);
    }

    /**
     * Uses the residual body of a super-resolution network as feature extractor, on the network's device.
     *
     * @param network a network with a residual body, such as SRResNet
     * @return the feature extractor
     * @throws IllegalArgumentException if the network has no residual body
     */
    public static FeatureExtractor of(Network network) {
        FeatureExtractor features =
                of(network.config(), network.weights(), network.source(), "").printedAs("features(" + network + ")");
        return network.device().map(features::on).orElse(features);
    }

    private static FeatureExtractor of(ModelConfig config, StateDict weights, String source, String standIn) {
        if (config instanceof FeatureConfig ofFeatures) {
            return new FeatureExtractor(ofFeatures, weights, source, standIn);
        }
        throw new IllegalArgumentException(
                "feature extractor must be a feature network such as VGG19, or one with a residual body such as SRResNet,"
                        + " got " + config.architecture() + " in " + source
                        + ": use slimVgg19() or smallSrResNet()");
    }

    /**
     * Returns whether both extractors have the same configuration and the same weights, regardless of their files.
     *
     * @param other another extractor
     * @return whether both compute the same features
     */
    public boolean computesAs(FeatureExtractor other) {
        return config.equals(other.config) && weights.equals(other.weights);
    }

    /**
     * Returns the same extractor on a device: {@code FeatureDistance.in(slimVgg19().on(cpu()))}.
     *
     * @param value the device
     * @return the new extractor
     */
    public FeatureExtractor on(Device value) {
        return new FeatureExtractor(config, weights, source, standIn, Optional.of(value), phrase);
    }

    /**
     * Returns the same extractor, printed as another expression that makes it.
     *
     * @param code the Java code, such as {@code vgg16()}
     * @return the new extractor
     */
    public FeatureExtractor printedAs(String code) {
        return new FeatureExtractor(config, weights, source, standIn, device, code);
    }

    /**
     * Returns the names of all layers, from the input to the output.
     *
     * @return the names
     */
    public List<String> layers() {
        return config.layers();
    }

    /**
     * Computes the features of one image at one layer, to look at: {@code vgg16().map("conv3_1", image).lengths()}.
     *
     * @param layer the name of a layer, one of {@link #layers()}
     * @param image gray or RGB, large enough for the layer
     * @return the features, computed in float32
     * @throws IllegalArgumentException if the layer does not exist or the image is too small for it
     */
    public FeatureMap map(String layer, Image image) {
        try (Scope scope = Scope.inference(device)) {
            NDArray x = scope.tensor(image.rgb().values(), 1, 3, image.height(), image.width());
            Map<String, List<NDArray>> found = in(Precision.FLOAT32, scope).of(List.of(x), List.of(layer));
            NDArray features = found.values().iterator().next().get(0);
            return FeatureMap.of(
                    layer, features.toFloatArray(), features.getShape().getShape());
        }
    }

    /**
     * Loads the weights for inference.
     *
     * @param precision the number type to compute in
     * @param scope the scope that owns the weights
     * @return the loaded extractor
     */
    public Loaded in(Precision precision, Scope scope) {
        return new Loaded(this, LoadedWeights.load(weights, scope, precision::hold));
    }

    /**
     * Loads the weights for training.
     *
     * @param scope the scope that owns the weights
     * @return the loaded extractor; gradients can be computed for its parameters
     */
    public Loaded trainable(Scope scope) {
        return new Loaded(this, LoadedWeights.load(weights, scope, Tensors::leaf));
    }

    /** The configuration only: the weights are identified by their own digest. */
    @Override
    public Object facts() {
        return Map.of("config", config);
    }

    @Override
    public String toString() {
        return standIn.isEmpty() ? phrase : phrase + " /* stands in for " + standIn + " */";
    }

    /** A feature extractor with its weights in the engine's memory. */
    public static final class Loaded {
        private final FeatureExtractor origin;
        private final FeatureConfig config;
        private final List<NDArray> weights;

        private Loaded(FeatureExtractor origin, List<NDArray> weights) {
            this.origin = origin;
            this.config = origin.config;
            this.weights = weights;
        }

        /**
         * Returns the extractor that was loaded.
         *
         * @return the extractor
         */
        public FeatureExtractor origin() {
            return origin;
        }

        /**
         * Returns the weights in the order of the configuration. Change them in place only.
         *
         * @return the arrays
         */
        public List<NDArray> parameters() {
            return weights;
        }

        /**
         * Copies the current weights into a state dict that is independent of the scope.
         *
         * @return the state dict
         */
        public StateDict snapshot() {
            return LoadedWeights.snapshot(config.names(), weights);
        }

        /**
         * Computes features at several layers in one pass.
         *
         * @param images images (N, 3, H, W), RGB in [0, 1]
         * @param wanted the names of the layers
         * @return the features (N, C, h, w) by layer
         * @throws IllegalArgumentException if a layer does not exist or the images are too small for it
         */
        public Map<String, NDArray> of(NDArray images, Collection<String> wanted) {
            Map<String, NDArray> features = new LinkedHashMap<>();
            of(List.of(images), wanted).forEach((layer, each) -> features.put(layer, each.get(0)));
            return features;
        }

        /**
         * Computes features of several batches in one pass.
         *
         * @param batches batches of images (N, 3, H, W), RGB in [0, 1]
         * @param wanted the names of the layers
         * @return by layer, the features (N, C, h, w) of each batch in the order of the batches
         * @throws IllegalArgumentException if a layer does not exist or the images are too small for it
         */
        public Map<String, List<NDArray>> of(List<NDArray> batches, Collection<String> wanted) {
            config.requireLayers(wanted);
            for (NDArray batch : batches) {
                config.requireSize(batch.getShape().get(2), batch.getShape().get(3), wanted);
            }
            List<String> ordered =
                    config.layers().stream().filter(wanted::contains).toList();
            // DJL concatenates a single array by duplicating it, which blocks gradients.
            NDArray images = batches.size() == 1 ? batches.get(0) : NDArrays.concat(new NDList(batches), 0);
            NDList features = config.features(images, weights, ordered);
            Map<String, List<NDArray>> named = new LinkedHashMap<>();
            for (int i = 0; i < ordered.size(); i++) {
                named.put(ordered.get(i), Precision.leave(features.get(i), batches));
            }
            return named;
        }
    }

    @Override
    public View view() {
        List<String> names = new ArrayList<>(List.of("architecture", "layers", "weights", "sha256"));
        List<String> values = new ArrayList<>(List.of(
                config.architecture(),
                String.join(", ", layers()),
                weights.toString(),
                weights.sha256().orElse("")));
        if (!standIn.isEmpty()) {
            names.add("stands in for");
            values.add(standIn);
        }
        return Tables.html(
                Table.create(phrase, StringColumn.create("what", names), StringColumn.create("found", values)));
    }
}
