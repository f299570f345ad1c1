package io.github.pdd4j.metric;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Conventions.Color;
import io.github.pdd4j.network.FeatureConfig;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.TorchvisionNet;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Learned perceptual image patch similarity (Zhang et al. 2018, Eq. 1): the distance between two images in features of
 * a classifier, with channel weights learned from human judgments. Lower is better.
 *
 * <p>Σ_layers mean over positions of Σ_c w_c (f_c − t_c)², where f and t are the features after the ReLU, normalized
 * to unit length over channels. The network input is RGB scaled to [−1, 1], minus (−0.030, −0.088, −0.188), divided by
 * (0.458, 0.448, 0.450). The range is [0, ∞); equal images give 0.
 *
 * <pre>{@code
 * // needs ./pdd fetch alexnet lpips-alexnet
 * System.out.println(lpips().border(4).conventions());
 * }</pre>
 *
 * @param trunk AlexNet or VGG16, pooled as it was trained
 * @param heads one weight per channel, {@code lin0.model.1.weight} to {@code lin4.model.1.weight}
 * @param border pixels cropped on each side, 0 … 1024; default 0, as in most publications
 * @param rounded clip and round both images to 8 bits first; default true, since published values are computed from
 *     files
 */
public record Lpips(FeatureExtractor trunk, StateDict heads, int border, boolean rounded) implements Metric {
    private static final int MIN_SIDE = 32;

    private static final Map<String, List<String>> LAYERS = Map.of(
            "AlexNet", List.of("conv1_1", "conv2_1", "conv3_1", "conv3_2", "conv3_3"),
            "VGG16", List.of("conv1_2", "conv2_2", "conv3_3", "conv4_3", "conv5_3"));

    /**
     * Checks the network, the weights and the border.
     *
     * @param trunk AlexNet or VGG16; published values need AlexNet with 3 × 3 pooling, which {@link #in} sets
     * @param heads learned channel weights, {@code lin0.model.1.weight} to {@code lin4.model.1.weight}
     * @param border pixels cropped on each side before the comparison, 0 … 1024
     * @param rounded whether both images are clipped and rounded to 8 bits before the comparison
     * @throws IllegalArgumentException if the network is not AlexNet or VGG16, the weights belong to another network,
     *     or the border is not 0 … 1024
     */
    public Lpips {
        Planes.requireBorder(border);
        if (!LAYERS.containsKey(trunk.config().architecture())) {
            throw new IllegalArgumentException("LPIPS is defined on AlexNet and VGG16, got "
                    + trunk.config().architecture() + " in " + trunk.source()
                    + ": use featureDistance(), or fetch alexnet or vgg16");
        }
        requireHeads(trunk.config(), heads);
    }

    /**
     * LPIPS with this network and these weights, without border, on 8-bit values.
     *
     * @param trunk AlexNet or VGG16
     * @param heads the learned channel weights, under the published names or those of a Flax checkpoint, which may also
     *     hold the network
     * @return the metric
     * @throws IllegalArgumentException if the network is not AlexNet or VGG16
     */
    public static Lpips in(FeatureExtractor trunk, StateDict heads) {
        return new Lpips(asTrained(trunk), published(heads), 0, true);
    }

    /** Flax names and orders the weights otherwise, beside those of the network. */
    private static StateDict published(StateDict heads) {
        if (!heads.has("NetLinLayer_0.Conv_0.kernel")) {
            return heads;
        }
        List<String> flax = IntStream.range(0, 5)
                .mapToObj(i -> "NetLinLayer_" + i + ".Conv_0.kernel")
                .toList();
        return heads.only(flax)
                .outputsFirst()
                .renamed(name -> name.replaceFirst("NetLinLayer_(\\d)\\.Conv_0", "lin$1.model.1"));
    }

    private static void requireHeads(FeatureConfig form, StateDict heads) {
        List<String> layers = Objects.requireNonNull(LAYERS.get(form.architecture()));
        List<long[]> convolutions = form.shapes().values().stream()
                .filter(shape -> shape.length == 4)
                .toList();
        for (int i = 0; i < layers.size(); i++) {
            long channels = convolutions.get(form.layers().indexOf(layers.get(i)))[0];
            long found = heads.tensor(head(i)).size();
            if (found != channels) {
                throw new IllegalArgumentException("LPIPS needs one weight for each of the " + channels
                        + " channels at " + layers.get(i) + ", got " + found + " in " + head(i) + " of "
                        + heads.source() + ": use the weights that belong to " + form.architecture());
            }
        }
    }

    private static String head(int layer) {
        return "lin" + layer + ".model.1.weight";
    }

    /** AlexNet was trained with 3×3 pooling; the code of the paper pools it over 2×2. */
    private static FeatureExtractor asTrained(FeatureExtractor trunk) {
        return trunk.config() instanceof TorchvisionNet net
                        && net.architecture().equals("AlexNet")
                ? new FeatureExtractor(
                        net.pooling(3),
                        trunk.weights(),
                        trunk.source(),
                        trunk.standIn(),
                        trunk.device(),
                        trunk.phrase())
                : trunk;
    }

    /**
     * A copy with another border.
     *
     * @param pixels cropped on each side, 0 … 1024
     * @return the changed metric
     * @throws IllegalArgumentException if {@code pixels} is out of range
     */
    public Lpips border(int pixels) {
        return new Lpips(trunk, heads, pixels, rounded);
    }

    /**
     * A copy that compares the values without clipping and rounding.
     *
     * @return the changed metric
     */
    public Lpips unrounded() {
        return new Lpips(trunk, heads, border, false);
    }

    @Override
    public String name() {
        return "LPIPS " + trunk.config().architecture();
    }

    @Override
    public String conventions() {
        return stated().text();
    }

    @Override
    public Map<String, String> conventionValues() {
        return stated().values();
    }

    private Conventions stated() {
        String ofTrunk = trunk.weights().fingerprint();
        String ofHeads = heads.fingerprint();
        return Conventions.none()
                .and(Color.RGB, border, 255, rounded)
                .and("network input", "-1 to 1", "network input [−1, 1]")
                .and("checkpoint", ofTrunk, trunk.source() + " " + ofTrunk)
                .and("heads", ofHeads, "heads " + heads.source() + " " + ofHeads);
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public double of(Image prediction, Image truth) {
        try (Session opened = open()) {
            return opened.of(prediction, truth);
        }
    }

    @Override
    public Session open() {
        return FeatureSession.of(trunk, this::computed);
    }

    private double computed(Image prediction, Image truth, FeatureExtractor.Loaded loaded, Scope step) {
        Planes.requireComparable("LPIPS", prediction, truth, MIN_SIDE + 2 * border);
        Map<String, NDArray> ours = loaded.of(input(prediction, step), layers());
        Map<String, NDArray> theirs = loaded.of(input(truth, step), layers());
        return distance(layer -> of(ours, layer), layer -> of(theirs, layer)).getFloat();
    }

    private static NDArray of(Map<String, NDArray> features, String layer) {
        return Objects.requireNonNull(features.get(layer));
    }

    /**
     * The compared layers, in forward order.
     *
     * @return names of the trunk's layers
     */
    public List<String> layers() {
        return Objects.requireNonNull(LAYERS.get(trunk.config().architecture()));
    }

    /**
     * LPIPS of features of {@link #trunk()} before their ReLU, with gradients.
     *
     * @param ours features (N, C, h, w) of one image at each of {@link #layers()}
     * @param theirs features (N, C, h, w) of the other image at each of {@link #layers()}
     * @return the mean over images, a float32 scalar
     */
    public NDArray distance(Function<String, NDArray> ours, Function<String, NDArray> theirs) {
        return IntStream.range(0, layers().size())
                .mapToObj(i -> distance(i, ours.apply(layers().get(i)), theirs.apply(layers().get(i))))
                .reduce(NDArray::add)
                .orElseThrow();
    }

    private NDArray distance(int layer, NDArray f, NDArray t) {
        float[] weights = heads.tensor(head(layer)).floats();
        NDArray head = f.getManager().create(weights, new Shape(1, weights.length, 1, 1));
        NDArray difference = rectified(f).sub(rectified(t));
        return difference.square().mul(head).sum(new int[] {1}).mean();
    }

    private static NDArray rectified(NDArray features) {
        return UnitFeatures.of(Tensors.atLeast(features, 0));
    }

    private NDArray input(Image image, Scope scope) {
        int width = image.width() - 2 * border;
        Image inner = image.rgb().crop(border, border, width, image.height() - 2 * border);
        return UnitFeatures.tensor(rounded ? inner.quantized() : inner, scope);
    }

    @Override
    public String toString() {
        return name() + ", " + conventions();
    }
}
