package io.github.pdd4j.network.omnisr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.PixelShuffleSteps;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.network.Windows;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Omni-SR (Wang et al. 2023, fig. 3). Its layers are its omni-scale aggregation groups. */
public final class OmniSr implements Architecture {
    private static final Script SCRIPT = Script.of(OmniSr.class, Windows.SCRIPT, "omnisr.script");

    private static final String FIRST = "residual_layer.0.residual_layer.0.layer.";
    private static final String BIASES = "2.fn.rel_pos_bias.weight";

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public OmniSr() {}

    @Override
    public String family() {
        return "Omni-SR";
    }

    @Override
    public String landmark() {
        return FIRST + "0.fn.0.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean omni = weights.has(landmark(), 4)
                && weights.has(FIRST + "2.fn.to_qkv.weight", 2)
                && weights.has(FIRST + "5.fn.temperature", 3)
                && weights.has("residual_layer.0.esa.conv1.weight", 4);
        if (!omni) {
            return Optional.empty();
        }
        if (!weights.has(FIRST + BIASES, 2)) {
            throw new IllegalArgumentException("Omni-SR must tell the side of its windows by " + FIRST + BIASES
                    + ", got " + weights.source() + " without it: use a network with biases of positions, as the"
                    + " published ones are");
        }
        RgbOnly.check(family(), weights, "input.weight", "up.0.weight", 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /**
     * The size of an Omni-SR.
     *
     * @param scale the scale factor
     * @param features the number of channels of each pixel
     * @param blocks the number of groups
     * @param inner the number of blocks of each group
     * @param window the side of a window
     * @param reduced the number of channels inside the attention to channels
     * @param attentive the number of channels inside the attention of a group
     */
    record Config(int scale, int features, int blocks, int inner, int window, int reduced, int attentive)
            implements BodyFeatureConfig, ScriptedConfig {
        /** The published code knows no other number. */
        private static final int HEADS = 4;

        /** Assumed if the last tensor is missing, to name it in the message. */
        private static final int USUAL_SCALE = 4;

        static Config of(StateDict weights) {
            int rows = weights.length(FIRST + BIASES, 0);
            return new Config(
                    weights.has("up.0.weight", 4) ? PixelShuffleSteps.scaleOfOne(weights, "up.0") : USUAL_SCALE,
                    weights.length(FIRST + "0.fn.0.weight", 1),
                    weights.largest("residual_layer.") + 1,
                    // The last one is a convolution.
                    Math.max(1, weights.largest("residual_layer.0.residual_layer.")),
                    (int) Math.round((Math.sqrt(rows) + 1) / 2),
                    weights.has(FIRST + "0.fn.4.gate.1.weight", 2)
                            ? weights.length(FIRST + "0.fn.4.gate.1.weight", 0)
                            : 1,
                    weights.length("residual_layer.0.esa.conv1.weight", 0));
        }

        @Override
        public String architecture() {
            return "Omni-SR";
        }

        @Override
        public int multiple() {
            return window;
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes().convolution("input", features, 3, 3);
            for (int group = 0; group < blocks; group++) {
                String name = "residual_layer." + group + ".";
                for (int block = 0; block < inner; block++) {
                    block(shapes, name + "residual_layer." + block + ".layer.");
                }
                shapes.convolution(name + "residual_layer." + inner, features, features, 1)
                        .convolution(name + "esa.conv1", attentive, features, 1)
                        .convolution(name + "esa.conv_f", attentive, attentive, 1)
                        .convolution(name + "esa.conv2", attentive, attentive, 3)
                        .convolution(name + "esa.conv3", attentive, attentive, 3)
                        .convolution(name + "esa.conv4", features, attentive, 1);
            }
            return shapes.convolution("output", features, features, 3)
                    .convolution("up.0", 3L * scale * scale, features, 3)
                    .byName();
        }

        private void block(Shapes shapes, String name) {
            shapes.convolution(name + "0.fn.0", features, features, 1)
                    .convolution(name + "0.fn.2", features, 1, 3)
                    .tensor(name + "0.fn.4.gate.1.weight", reduced, features)
                    .tensor(name + "0.fn.4.gate.3.weight", features, reduced)
                    .convolution(name + "0.fn.5", features, features, 1);
            for (int kind = 0; kind < 2; kind++) {
                betweenPixels(shapes, name + (2 + 6 * kind));
                gate(shapes, name + (4 + 6 * kind));
                betweenChannels(shapes, name + (5 + 6 * kind));
                gate(shapes, name + (6 + 6 * kind));
            }
        }

        private void betweenPixels(Shapes shapes, String name) {
            long offsets = (2L * window - 1) * (2L * window - 1);
            shapes.layer(name + ".norm", features)
                    .tensor(name + ".fn.to_qkv.weight", 3L * features, features)
                    .tensor(name + ".fn.to_out.0.weight", features, features)
                    .tensor(name + ".fn.rel_pos_bias.weight", offsets, HEADS);
        }

        private void betweenChannels(Shapes shapes, String name) {
            shapes.layer(name + ".norm", features)
                    .tensor(name + ".fn.temperature", HEADS, 1, 1)
                    .tensor(name + ".fn.qkv.weight", 3L * features, features, 1, 1)
                    .tensor(name + ".fn.qkv_dwconv.weight", 3L * features, 1, 3, 3)
                    .tensor(name + ".fn.project_out.weight", features, features, 1, 1);
        }

        private void gate(Shapes shapes, String name) {
            shapes.layer(name + ".norm", features)
                    .tensor(name + ".fn.project_in.weight", 2L * features, features, 1, 1)
                    .tensor(name + ".fn.dwconv.weight", 2L * features, 1, 3, 3)
                    .tensor(name + ".fn.project_out.weight", features, features, 1, 1);
        }

        /** Counts of operations are left in files by a profiler. */
        @Override
        public boolean passesOver(String name) {
            return name.endsWith("total_ops") || name.endsWith("total_params") || name.endsWith(".rel_pos_indices");
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function("forward", blocks, inner, window, scale);
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, inner, window, flags(wanted));
        }
    }
}
