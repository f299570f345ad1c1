package io.github.pdd4j.analysis;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.metric.PredictedImages;
import io.github.pdd4j.network.BodyFeatureConfig;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Torch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Low-level features of images: what the residual body of a super-resolution network sees in them, in patches
 * (supplement B; "Deep Degradation Representations", arXiv 2108.00406).
 *
 * <p>Memory: 8 · C · patch² bytes for each row that is returned, and the features of one image; with {@link #maxRows} no
 * other rows are held, however many images there are.
 *
 * <pre>{@code
 * System.out.println(LowLevel.of(smallSrResNet()).patch(16).of(images(folder)));
 * System.out.println(lowLevel(smallSrResNet()).patch(16).of(compactGeneralist(), pairs(folder)).size());
 * }</pre>
 *
 * @param network an SRResNet or RRDBNet
 * @param patch side of the patches in pixels, 50 in the paper
 * @param maxRows rows at maxRows; where there are more patches, some are drawn, always the same ones; all by default
 */
public record LowLevel(Network network, int patch, int maxRows) {
    private static final String LAYER = "residual body";

    /** Checks that the network has a residual body, and the ranges. */
    public LowLevel {
        if (patch < 1 || maxRows < 1) {
            throw new IllegalArgumentException("patch and maxRows must be at least 1, got " + patch + " and " + maxRows
                    + ": use patch(50) and maxRows(3000)");
        }
        if (!(network.form() instanceof BodyFeatureConfig)) {
            throw new IllegalArgumentException("low-level features need a network with a residual body, got "
                    + network.form().architecture() + ": use smallSrResNet() or an RRDBNet");
        }
    }

    /** With the paper's patches of 50×50. */
    public static LowLevel of(Network network) {
        return new LowLevel(network, Patches.PAPER_SIZE, Integer.MAX_VALUE);
    }

    /** With patches of another side. */
    public LowLevel patch(int side) {
        return new LowLevel(network, side, maxRows);
    }

    /** With at maxRows some rows, drawn from all patches. */
    public LowLevel maxRows(int rows) {
        return new LowLevel(network, patch, rows);
    }

    /**
     * One row for each whole patch of the images, C · patch · patch numbers each; the images are called 1, 2, ...
     *
     * @param images gray, RGB or RGBA, each at least as large as a patch
     * @throws IllegalArgumentException if an image is smaller than a patch, or features are not finite
     */
    public Features of(List<Image> images) {
        return of(
                IntStream.rangeClosed(1, images.size())
                        .mapToObj(String::valueOf)
                        .toList(),
                i -> ImageSize.of(images.get(i)),
                images::get);
    }

    /**
     * The same of the images of a folder, one after another.
     *
     * @param images as of {@link #of(List)}
     * @throws IllegalArgumentException as {@link #of(List)}
     */
    public Features of(Images images) {
        return of(images.names(), i -> images.header(i).size(), images::load);
    }

    /**
     * The same of what another network makes of the low-resolution images of pairs, one after another. Where only some
     * rows are taken, the pairs are read twice.
     *
     * @param upscaler whose images are looked at; {@link #network()} is what looks
     * @param pairs whose low-resolution images it upscales
     * @throws IllegalArgumentException as {@link #of(List)}
     */
    public Features of(Upscaler upscaler, Pairs pairs) {
        int scale = upscaler.scale();
        return Torch.on(upscaler.device(), () -> {
            try (Upscaler.Session opened = upscaler.open()) {
                return of(
                        pairs.names(),
                        i -> {
                            Image low = pairs.pair(i, scale).low();
                            return new ImageSize(low.width() * scale, low.height() * scale);
                        },
                        i -> opened.upscale(pairs.pair(i, scale).low()));
            }
        });
    }

    /**
     * The same of what another program made.
     *
     * @param predicted its images
     * @throws IllegalArgumentException as {@link #of(List)}
     */
    public Features of(PredictedImages predicted) {
        return of(predicted.images());
    }

    private Features of(List<String> names, IntFunction<ImageSize> sizes, IntFunction<Image> images) {
        List<BitSet> chosen = maxRows == Integer.MAX_VALUE ? List.of() : chosen(names.size(), sizes);
        List<double[]> rows = new ArrayList<>();
        List<String> from = new ArrayList<>();
        try (Scope scope = Scope.inference(network.device())) {
            Model model = Model.frozen(network, Precision.FLOAT32, scope);
            for (int i = 0; i < names.size(); i++) {
                if (chosen.isEmpty() || !chosen.get(i).isEmpty()) {
                    float[][][] map = map(model, images.apply(i).rgb(), scope);
                    double[][] some = chosen.isEmpty() ? Patches.of(map, patch) : Patches.of(map, patch, chosen.get(i));
                    rows.addAll(List.of(some));
                    from.addAll(Collections.nCopies(some.length, names.get(i)));
                }
            }
        }
        return Features.owned(rows.toArray(double[][]::new), network.identity(), LAYER, patch, from);
    }

    /** For each image which of its patches are taken. */
    private List<BitSet> chosen(int count, IntFunction<ImageSize> sizes) {
        int[] patches =
                IntStream.range(0, count).map(i -> patches(sizes.apply(i))).toArray();
        BitSet drawn = drawn(IntStream.of(patches).reduce(0, Math::addExact));
        List<BitSet> chosen = new ArrayList<>();
        int first = 0;
        for (int there : patches) {
            BitSet ofImage = drawn.get(first, first + there);
            // An image too small for a patch is looked at and told by Patches, whatever is drawn.
            ofImage.set(0, there == 0 || ofImage.get(0));
            chosen.add(ofImage);
            first += there;
        }
        return chosen;
    }

    /** How many whole patches there are in the features of an image. */
    private int patches(ImageSize size) {
        int fold = ((BodyFeatureConfig) network.form()).multiple();
        return Math.multiplyExact(size.width() / fold / patch, size.height() / fold / patch);
    }

    /**
     * Which of the patches are taken. They are drawn before any image is looked at, so that no others are held; the order
     * stays, so that the rows of two networks' predictions of the same images belong together.
     */
    private BitSet drawn(int all) {
        BitSet drawn = new BitSet(all);
        if (all <= maxRows) {
            drawn.set(0, all);
        } else {
            new SplittableRandom(0).ints(0, all).distinct().limit(maxRows).forEach(drawn::set);
        }
        return drawn;
    }

    private float[][][] map(Model model, Image image, Scope scope) {
        try (Scope step = scope.unrecorded()) {
            NDArray x = step.tensor(image.values(), 1, 3, image.height(), image.width());
            NDArray features = ((BodyFeatureConfig) network.form()).body(x, model.parameters());
            return unfolded(finite(features.toFloatArray()), features.getShape().getShape());
        }
    }

    private float[] finite(float... features) {
        for (float value : features) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("low-level features must be finite, got " + value + " from "
                        + network + ": check its weights and the images");
            }
        }
        return features;
    }

    private static float[][][] unfolded(float[] values, long... shape) {
        float[][][] map = new float[(int) shape[1]][(int) shape[2]][(int) shape[3]];
        int at = 0;
        for (float[][] channel : map) {
            for (float[] row : channel) {
                System.arraycopy(values, at, row, 0, row.length);
                at += row.length;
            }
        }
        return map;
    }
}
