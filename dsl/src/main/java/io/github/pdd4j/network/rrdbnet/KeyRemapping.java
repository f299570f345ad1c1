package io.github.pdd4j.network.rrdbnet;

import io.github.pdd4j.network.NcnnLayers;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Renames the tensors of RRDBNet from its known key layouts to Real-ESRGAN's. */
final class KeyRemapping {
    private static final int BLOCK = 15;

    /** The layout of the code of ESRGAN and BSRGAN. */
    private static final Map<String, String> ESRGAN = Map.of(
            "trunk_conv",
            "conv_body",
            "upconv1",
            "conv_up1",
            "upconv2",
            "conv_up2",
            "upconv3",
            "conv_up3",
            "upconv4",
            "conv_up4",
            "HRconv",
            "conv_hr");

    /** The layout of the first release of ESRGAN: numbered modules, x4 only. */
    private static final Map<String, String> FIRST_ESRGAN = Map.of(
            "model.0", "conv_first",
            "model.3", "conv_up1",
            "model.6", "conv_up2",
            "model.8", "conv_hr",
            "model.10", "conv_last");

    private static final Pattern BODY =
            Pattern.compile("^(?:RRDB_trunk|model\\.1\\.sub)\\.(\\d+)\\.RDB(\\d)\\.(conv\\d)(?:\\.0)?$");

    private static final Pattern TRUNK = Pattern.compile("^model\\.1\\.sub\\.\\d+$");

    private static final String FIRST_LANDMARK = "model.1.sub.0.RDB1.conv1.0.weight";

    private static final Pattern FIRST_CONVOLUTION = Pattern.compile("model\\.(\\d+)\\.(?:weight|bias)");

    /** The first convolution and the last two. */
    private static final int FIRST_OTHERS = 3;

    private static final Pattern UPSAMPLING = Pattern.compile("conv_up(\\d+)\\.(?:weight|bias)");
    private static final int MAX_STEPS = 10;

    private KeyRemapping() {}

    /** Returns the names of the convolutions in the order of computation. */
    static List<String> convolutions(int blocks) {
        List<String> names = new ArrayList<>(List.of("conv_first"));
        for (int block = 0; block < blocks; block++) {
            for (int conv = 0; conv < BLOCK; conv++) {
                names.add("body." + block + ".rdb" + (conv / 5 + 1) + ".conv" + (conv % 5 + 1));
            }
        }
        names.addAll(List.of("conv_body", "conv_up1", "conv_up2", "conv_hr", "conv_last"));
        return List.copyOf(names);
    }

    /** Renames the tensors of an RRDBNet to Real-ESRGAN's layout; returns others unchanged. */
    static StateDict usual(StateDict weights) {
        if (weights.has("RRDB_trunk.0.RDB1.conv1.weight")) {
            return weights.renamed(name -> usual(name, ESRGAN));
        }
        if (weights.has(FIRST_LANDMARK)) {
            return weights.renamed(name -> usual(name, FIRST_ESRGAN));
        }
        return NcnnLayers.of(weights)
                .filter(KeyRemapping::isRrdbNet)
                .map(layers -> layers.named(convolutions(layers.size() / BLOCK)))
                .orElse(weights);
    }

    /**
     * Rejects a network without exactly two upsampling steps, whose number determines the scale. In ESRGAN's first
     * layout these are the convolutions between the first and the last two; in the others they are numbered.
     */
    static void requireKnownScale(StateDict weights, StateDict usual) {
        long steps;
        if (weights.has(FIRST_LANDMARK)) {
            steps = layers(weights, FIRST_CONVOLUTION) - FIRST_OTHERS;
        } else {
            steps = layers(usual, UPSAMPLING);
        }
        if (steps >= 0 && steps != 2) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "RRDBNet must have two upsampling steps, for ×4 or behind a folded input for ×2 and ×1, got %s with %d, which is ×%d: use a file of ×4, or one of ×2 or ×1 in Real-ESRGAN's form",
                    weights.source(),
                    steps,
                    1L << Math.min(steps, MAX_STEPS)));
        }
    }

    private static long layers(StateDict weights, Pattern pattern) {
        return weights.names().stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .distinct()
                .count();
    }

    private static String usual(String tensor, Map<String, String> layout) {
        int dot = tensor.lastIndexOf('.');
        String convolution = tensor.substring(0, Math.max(0, dot));
        String known = layout.getOrDefault(convolution, convolution);
        String inBody = BODY.matcher(known).replaceFirst("body.$1.rdb$2.$3");
        return TRUNK.matcher(inBody).replaceFirst("conv_body") + tensor.substring(Math.max(0, dot));
    }

    /**
     * Checks the shapes of conv_first, conv_last and the first two convolutions of a dense block, whose inputs grow by
     * the outputs of the previous ones.
     */
    private static boolean isRrdbNet(NcnnLayers layers) {
        int last = layers.size() - 1;
        if (layers.size() <= BLOCK || layers.size() % BLOCK != convolutions(0).size()) {
            return false;
        }
        long features = layers.shape(0)[0];
        long growth = layers.shape(1)[0];
        return isKernel(layers.shape(0), features, 3)
                && isKernel(layers.shape(1), growth, features)
                && isKernel(layers.shape(2), growth, features + growth)
                && isKernel(layers.shape(last), 3, features);
    }

    private static boolean isKernel(long[] shape, long outputs, long inputs) {
        return Arrays.equals(shape, new long[] {outputs, inputs, 3, 3});
    }
}
