package io.github.pdd4j.network.compact;

import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.NcnnLayers;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.network.SuperResolutionConfig;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.LayerGraph;
import io.github.pdd4j.weights.NcnnGraph;
import io.github.pdd4j.weights.OnnxGraph;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** SRVGGNetCompact, the compact network of Real-ESRGAN (realesr-general-x4v3 and the animation-video models). */
public final class Compact implements Architecture {
    private static final Script SCRIPT = Script.of(Compact.class, "compact.script");

    /** Of an activation without weights for negative values; empty where a file must hold the slopes of its PReLUs. */
    private final Optional<Double> slope;

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Compact() {
        this(Optional.empty());
    }

    private Compact(Optional<Double> slope) {
        this.slope = slope;
    }

    /**
     * Returns a plug-in that also reads networks without PReLUs, whose files do not say what their activation is.
     *
     * @param slope the slope of the activation for negative values, 0 for ReLU, 0.1 for leaky ReLU in Real-ESRGAN's code
     * @return the plug-in
     */
    public static Compact activatedBy(double slope) {
        return new Compact(Optional.of(slope));
    }

    @Override
    public String family() {
        return "SRVGGNetCompact";
    }

    @Override
    public String landmark() {
        return "body.1.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        StateDict usual = sloped(usual(weights));
        if (usual.has(landmark(), 1) && (usual.has("body.0.weight", 4) || usual.has("body.2.weight", 4))) {
            int last = Config.last(usual);
            String lastName = "body." + last + ".weight";
            StateDict rgb = RgbOnly.fromGray(usual, "body.0.weight", lastName, 3);
            RgbOnly.check(family(), rgb, "body.0.weight", lastName, 3);
            return Optional.of(new Recognized(Config.of(rgb), rgb));
        }
        return Optional.empty();
    }

    /**
     * Adds the slopes to a network whose activations have none. As PReLUs they compute the same, and other programs, which
     * expect PReLUs, read what is written.
     */
    private StateDict sloped(StateDict weights) {
        int last = Config.last(weights);
        if (!isConvolutions(weights, last)) {
            return weights;
        }
        if (slope.isEmpty()) {
            throw new IllegalArgumentException(
                    "SRVGGNetCompact without the slopes of PReLU must say its activation, got " + weights.source()
                            + " with convolutions only: load it by network(file, compactWithRelu()) or network(file,"
                            + " compactWithLeakyRelu())");
        }
        StateDict sloped = weights;
        for (int i = 1; i < last; i += 2) {
            float[] slopes = new float[weights.length("body." + (i - 1) + ".weight", 0)];
            Arrays.fill(slopes, slope.get().floatValue());
            sloped = sloped.with("body." + i + ".weight", StoredTensor.of(slopes, slopes.length));
        }
        return sloped;
    }

    private static boolean isConvolutions(StateDict weights, int last) {
        return last > 2
                && weights.size() == last + 2
                && IntStream.rangeClosed(0, last / 2)
                        .allMatch(i -> weights.has("body." + 2 * i + ".weight", 4)
                                && weights.has("body." + 2 * i + ".bias", 1));
    }

    /** Renames the tensors of an ncnn file with alternating convolutions and PReLUs; returns others unchanged. */
    private static StateDict usual(StateDict weights) {
        return NcnnLayers.of(weights)
                .filter(Compact::alternates)
                .map(layers -> {
                    requireOneUpscaling(layers, weights);
                    return layers.named(IntStream.range(0, layers.size())
                            .mapToObj(i -> "body." + i)
                            .toList());
                })
                .orElse(weights);
    }

    private static boolean alternates(NcnnLayers layers) {
        return layers.size() % 2 == 1
                && layers.count("PixelShuffle") == 1
                && IntStream.range(0, layers.size()).allMatch(i -> layers.shape(i).length == (i % 2 == 0 ? 4 : 1));
    }

    /** The published x2 and x3 files contain the x4 network followed by a resize of its prediction. */
    private static void requireOneUpscaling(NcnnLayers layers, StateDict weights) {
        if (layers.count("Interp") > 1) {
            throw new IllegalArgumentException("SRVGGNetCompact in an ncnn file must resize once, got "
                    + weights.source() + ", which also resizes its prediction: use the x4 file of the same network");
        }
    }

    /**
     * Returns a network of this size.
     *
     * @param scale the scale factor
     * @param features the number of channels of each convolution, 64 in Real-ESRGAN
     * @param convolutions the number of convolutions between the first and the last one, 16 or 32 in Real-ESRGAN
     * @return the configuration
     */
    public static SuperResolutionConfig sized(int scale, int features, int convolutions) {
        return new Config(scale, features, convolutions);
    }

    /**
     * The size of an SRVGGNetCompact.
     *
     * @param scale the scale factor
     * @param features the number of channels of each convolution
     * @param convolutions the number of convolutions between the first and the last one
     */
    record Config(int scale, int features, int convolutions) implements ScriptedConfig {
        /** Assumed if the last tensor is missing, to name it in the message. */
        private static final int USUAL_SCALE = 4;

        static Config of(StateDict weights) {
            int last = last(weights);
            String end = "body." + last + ".weight";
            int outputs = weights.has(end) ? weights.length(end, 0) : 3 * USUAL_SCALE * USUAL_SCALE;
            int features = weights.length("body.1.weight", 0);
            return new Config((int) Math.round(Math.sqrt(outputs / 3.0)), features, last / 2 - 1);
        }

        /** Returns the index of the last convolution; convolutions have even indices. */
        static int last(StateDict weights) {
            return weights.largest("body.") / 2 * 2;
        }

        @Override
        public String architecture() {
            return "SRVGGNetCompact";
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes();
            for (int i = 0; i <= convolutions; i++) {
                shapes.convolution("body." + 2 * i, features, i == 0 ? 3 : features, 3)
                        .tensor("body." + (2 * i + 1) + ".weight", features);
            }
            return shapes.convolution("body." + (2 * convolutions + 2), 3L * scale * scale, features, 3)
                    .byName();
        }

        @Override
        public Optional<NcnnGraph> ncnn() {
            return Optional.of(layers(new NcnnGraph(shapes())));
        }

        @Override
        public Optional<OnnxGraph> onnx() {
            return Optional.of(layers(new OnnxGraph(shapes())));
        }

        private <G extends LayerGraph> G layers(G graph) {
            String y = graph.input();
            for (int i = 0; i <= convolutions; i++) {
                y = graph.prelu("body." + (2 * i + 1), graph.convolution("body." + 2 * i, y));
            }
            y = graph.shuffled(graph.convolution("body." + (2 * convolutions + 2), y), scale);
            graph.sum(y, graph.enlarged(graph.input(), scale));
            return graph;
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function("forward", scale);
        }
    }
}
