package io.github.pdd4j.network.mosr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.DySample;
import io.github.pdd4j.network.RgbOnly;
import io.github.pdd4j.network.ScriptedConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.tensor.ScriptFunction;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MoSR, a network of gated convolutions after MambaOut (Yu and Wang 2025, fig. 1), as neosr trains it, with any of its
 * three ends.
 */
public final class Mosr implements Architecture {
    private static final Script SCRIPT = Script.of(Mosr.class, DySample.SCRIPT, "mosr.script");

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public Mosr() {}

    @Override
    public String family() {
        return "MoSR";
    }

    @Override
    public String landmark() {
        return "gblocks.1.fc1.weight";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        boolean mosr = weights.has(landmark(), 4)
                && weights.has("gblocks.1.conv.weight", 4)
                && weights.has("shortcut.block.0.weight", 4);
        if (!mosr) {
            return Optional.empty();
        }
        RgbOnly.check(family(), weights, "gblocks.0.weight", Enlarging.of(weights).last, 3);
        return Optional.of(new Recognized(Config.of(weights), weights));
    }

    /** How the result is enlarged; the numbers are those of the script. */
    enum Enlarging {
        /** By a pixel shuffle. */
        SHUFFLE(0, "upsampler.0.weight"),
        /** By a pixel shuffle of the mean of eight results. */
        MEAN_OF_EIGHT(1, "upsampler.in_to_k.weight"),
        /** By DySample. */
        DYSAMPLE(2, "upsampler.end_conv.weight");

        private final int number;

        /** The name of the last weight of the network. */
        private final String last;

        Enlarging(int number, String last) {
            this.number = number;
            this.last = last;
        }

        static Enlarging of(StateDict weights) {
            return weights.has("upsampler.offset.weight")
                    ? DYSAMPLE
                    : weights.has(MEAN_OF_EIGHT.last) ? MEAN_OF_EIGHT : SHUFFLE;
        }
    }

    /**
     * The size of a MoSR.
     *
     * @param scale the scale factor
     * @param features the number of channels between the blocks
     * @param blocks the number of blocks
     * @param hidden the number of channels of a gate
     * @param local how many of them are convolved each for itself
     * @param kernel the side of these kernels
     * @param enlarging how the result is enlarged
     */
    record Config(int scale, int features, int blocks, int hidden, int local, int kernel, Enlarging enlarging)
            implements BodyFeatureConfig, ScriptedConfig {
        /** Of the channels that DySample samples alike; the published code knows no other number. */
        private static final int GROUPS = 4;

        /** Assumed if the last tensor is missing, to name it in the message. */
        private static final int USUAL_SCALE = 4;

        /** The modules after the last block, those without weights among them. */
        private static final int AFTER = 5;

        static Config of(StateDict weights) {
            Enlarging enlarging = Enlarging.of(weights);
            return new Config(
                    scale(weights, enlarging),
                    weights.length("gblocks.1.fc1.weight", 1),
                    Math.max(1, weights.largest("gblocks.") - AFTER),
                    weights.length("gblocks.1.fc1.weight", 0) / 2,
                    weights.length("gblocks.1.conv.weight", 0),
                    weights.length("gblocks.1.conv.weight", 2),
                    enlarging);
        }

        private static int scale(StateDict weights, Enlarging enlarging) {
            boolean sampled = enlarging == Enlarging.DYSAMPLE;
            String name = sampled ? "upsampler.offset.weight" : enlarging.last;
            if (!weights.has(name, 4)) {
                return USUAL_SCALE;
            }
            int each = sampled ? 2 * GROUPS : enlarging == Enlarging.MEAN_OF_EIGHT ? 3 * 8 : 3;
            return (int) Math.round(Math.sqrt((double) weights.length(name, 0) / each));
        }

        @Override
        public String architecture() {
            return "MoSR";
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes().convolution("gblocks.0", features, 3, 3);
            for (int block = 1; block <= blocks; block++) {
                String name = "gblocks." + block + ".";
                shapes.layer(name + "norm", features)
                        .convolution(name + "fc1", 2L * hidden, features, 3)
                        .convolution(name + "conv", local, 1, kernel)
                        .convolution(name + "fc2", features, hidden, 3);
            }
            shapes.convolution("gblocks." + (blocks + 1), 2L * features, features, 3)
                    .convolution("gblocks." + (blocks + 3), features, 2L * features, 3)
                    .convolution("gblocks." + (blocks + AFTER), features, features, 1)
                    .convolution("shortcut.block.0", features, 3, 3)
                    .convolution("shortcut.block.2", features, features, 3)
                    .convolution("shortcut.conv11", features, 3, 1);
            int outputs = 3 * scale * scale;
            switch (enlarging) {
                case SHUFFLE -> shapes.convolution("upsampler.0", outputs, features, 3);
                case MEAN_OF_EIGHT -> shapes.convolution("upsampler.in_to_k", 8L * outputs, features, 3);
                case DYSAMPLE -> {
                    long offsets = 2L * GROUPS * scale * scale;
                    shapes.convolution("upsampler.offset", offsets, features, 1)
                            .tensor("upsampler.scope.weight", offsets, features, 1, 1)
                            .convolution("upsampler.end_conv", 3, features, 1);
                }
            }
            return shapes.byName();
        }

        @Override
        public boolean passesOver(String name) {
            return enlarging == Enlarging.DYSAMPLE && name.equals("upsampler." + DySample.POSITIONS);
        }

        @Override
        public StateDict written(StateDict weights) {
            return enlarging == Enlarging.DYSAMPLE
                    ? weights.with("upsampler." + DySample.POSITIONS, DySample.positions(scale, GROUPS))
                    : weights;
        }

        @Override
        public ScriptFunction script() {
            return SCRIPT.function("forward", blocks, scale, enlarging.number);
        }

        @Override
        public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
            return SCRIPT.callForList("features", x, weights, flags(wanted));
        }
    }
}
