package io.github.pdd4j.network.rrdbnet;

import io.github.pdd4j.network.NcnnLayers;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

    private static final Pattern BODY =
            Pattern.compile("^(?:RRDB_trunk|model\\.1\\.sub)\\.(\\d+)\\.RDB(\\d)\\.(conv\\d)(?:\\.0)?$");

    private static final Pattern TRUNK = Pattern.compile("^model\\.1\\.sub\\.\\d+$");

    private static final String FIRST_LANDMARK = "model.1.sub.0.RDB1.conv1.0.weight";

    private static final Pattern FIRST_CONVOLUTION = Pattern.compile("model\\.(\\d+)\\.(?:weight|bias)");

    /** The first convolution and the last two. */
    private static final int FIRST_OTHERS = 3;

    private static final Pattern UPSAMPLING = Pattern.compile("conv_up(\\d+)\\.(?:weight|bias)");

    /** More than the published networks have. */
    private static final int MAX_STEPS = 3;

    private KeyRemapping() {}

    /** Returns the names of the convolutions in the order of computation. */
    static List<String> convolutions(int blocks, int steps) {
        List<String> names = new ArrayList<>(List.of("conv_first"));
        for (int block = 0; block < blocks; block++) {
            for (int conv = 0; conv < BLOCK; conv++) {
                names.add("body." + block + ".rdb" + (conv / 5 + 1) + ".conv" + (conv % 5 + 1));
            }
        }
        names.add("conv_body");
        for (int step = 1; step <= steps; step++) {
            names.add("conv_up" + step);
        }
        names.addAll(List.of("conv_hr", "conv_last"));
        return List.copyOf(names);
    }

    /** Renames the tensors of an RRDBNet to Real-ESRGAN's layout; returns others unchanged. */
    static StateDict usual(StateDict weights) {
        if (weights.has("RRDB_trunk.0.RDB1.conv1.weight")) {
            return weights.renamed(name -> usual(name, ESRGAN));
        }
        if (weights.has(FIRST_LANDMARK)) {
            Map<String, String> first = firstEsrgan(weights);
            return weights.renamed(name -> usual(name, first));
        }
        return NcnnLayers.of(weights)
                .filter(KeyRemapping::isRrdbNet)
                .map(layers -> layers.named(convolutions(layers.size() / BLOCK, steps(layers))))
                .orElse(weights);
    }

    /**
     * The layout of the first release of ESRGAN: numbered modules, of which those without weights are left out. An
     * upsampling step is three of them.
     */
    private static Map<String, String> firstEsrgan(StateDict weights) {
        int steps = (int) Math.max(0, layers(weights, FIRST_CONVOLUTION) - FIRST_OTHERS);
        Map<String, String> layout = new HashMap<>();
        layout.put("model.0", "conv_first");
        for (int step = 1; step <= steps; step++) {
            layout.put("model." + 3 * step, "conv_up" + step);
        }
        layout.put("model." + (3 * steps + 2), "conv_hr");
        layout.put("model." + (3 * steps + 4), "conv_last");
        return layout;
    }

    /**
     * Returns the number of upsampling steps, which determines the scale.
     *
     * @throws IllegalArgumentException if there are more than three
     */
    static int steps(StateDict usual) {
        int steps = (int) layers(usual, UPSAMPLING);
        if (steps > MAX_STEPS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "RRDBNet must have at most %d upsampling steps, which is ×8, got %s with %d: use a file of ×8, ×4, ×2 or ×1",
                    MAX_STEPS,
                    usual.source(),
                    steps));
        }
        return steps;
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

    /** Returns the number of convolutions that belong neither to the blocks nor to the rest. */
    private static int steps(NcnnLayers layers) {
        return layers.size() % BLOCK - convolutions(0, 0).size();
    }

    /**
     * Checks the shapes of conv_first, conv_last and the first two convolutions of a dense block, whose inputs grow by
     * the outputs of the previous ones.
     */
    private static boolean isRrdbNet(NcnnLayers layers) {
        int last = layers.size() - 1;
        int steps = steps(layers);
        if (layers.size() <= BLOCK
                || steps < 0
                || steps > MAX_STEPS
                || (steps != 2 && layers.count("Interp") != steps)) {
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
