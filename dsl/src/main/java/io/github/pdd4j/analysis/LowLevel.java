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
 * Low-level features of images: the output of the residual body of a super-resolution network, in patches (supplement
 * B; "Deep Degradation Representations", arXiv 2108.00406).
 *
 * <p>Memory: 8 · C · patch² bytes per returned row, plus the features of one image. With {@link #maxRows}, only the
 * selected rows are held, for any number of images.
 *
 * <pre>{@code
 * System.out.println(LowLevel.of(smallSrResNet()).patch(16).of(images(folder)));
 * System.out.println(lowLevel(smallSrResNet()).patch(16).of(compactGeneralist(), pairs(folder)).size());
 * }</pre>
 *
 * @param network an SRResNet or RRDBNet
 * @param patch side of the patches in positions of the feature map, which are input pixels for ×4 networks; 1 or more;
 *     50 in the paper
 * @param maxRows maximum number of rows, 1 or more; if there are more patches, a random subset with a fixed seed is
 *     used; default: no limit
 */
public record LowLevel(Network network, int patch, int maxRows) {
    private static final String LAYER = "residual body";

    /**
     * Checks the network and the ranges.
     *
     * @param network SRResNet or RRDBNet whose residual body computes the features
     * @param patch height and width of a patch in positions of the feature map, at least 1
     * @param maxRows largest number of patches that are kept, at least 1
     * @throws IllegalArgumentException if the network has no residual body, or patch or maxRows is less than 1
     */
    public LowLevel {
        if (patch < 1 || maxRows < 1) {
            throw new IllegalArgumentException("patch and maxRows must be at least 1, got " + patch + " and " + maxRows
                    + ": use patch(50) and maxRows(3000)");
        }
        if (!(network.config() instanceof BodyFeatureConfig)) {
            throw new IllegalArgumentException("low-level features need a network with a residual body, got "
                    + network.config().architecture() + ": use smallSrResNet() or an RRDBNet");
        }
    }

    /**
     * Features in patches of 50 × 50, as in the paper.
     *
     * @param network an SRResNet or RRDBNet
     * @return the extraction
     * @throws IllegalArgumentException if the network has no residual body
     */
    public static LowLevel of(Network network) {
        return new LowLevel(network, Patches.PAPER_SIZE, Integer.MAX_VALUE);
    }

    /**
     * A copy with another patch size.
     *
     * @param side side of the patches in positions of the feature map, 1 or more
     * @return the changed extraction
     * @throws IllegalArgumentException if {@code side} is less than 1
     */
    public LowLevel patch(int side) {
        return new LowLevel(network, side, maxRows);
    }

    /**
     * A copy with a limit on the number of rows; if there are more patches, a random subset is used.
     *
     * @param rows maximum number of rows, 1 or more
     * @return the changed extraction
     * @throws IllegalArgumentException if {@code rows} is less than 1
     */
    public LowLevel maxRows(int rows) {
        return new LowLevel(network, patch, rows);
    }

    /**
     * Features of images, one row of C · patch · patch numbers per complete patch; the images are named 1, 2, ...
     *
     * @param images gray, RGB or RGBA, each with a feature map at least as large as a patch
     * @return the features
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
     * Features of the images of a folder, loaded one at a time.
     *
     * @param images as in {@link #of(List)}
     * @return the features
     * @throws IllegalArgumentException as {@link #of(List)}
     */
    public Features of(Images images) {
        return of(images.names(), i -> images.header(i).size(), images::load);
    }

    /**
     * Features of the images that another network predicts from low-resolution images, one at a time. With
     * {@link #maxRows}, the pairs are read twice.
     *
     * @param upscaler the network whose predictions are analyzed; {@link #network()} computes the features
     * @param pairs the low-resolution images
     * @return the features
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
     * Features of images predicted by another program.
     *
     * @param predicted the predictions
     * @return the features
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

    /** The selected patches of each image. */
    private List<BitSet> chosen(int count, IntFunction<ImageSize> sizes) {
        int[] patches =
                IntStream.range(0, count).map(i -> patches(sizes.apply(i))).toArray();
        BitSet drawn = drawn(IntStream.of(patches).reduce(0, Math::addExact));
        List<BitSet> chosen = new ArrayList<>();
        int first = 0;
        for (int there : patches) {
            BitSet ofImage = drawn.get(first, first + there);
            // Always select an image without a complete patch, so that Patches rejects it.
            ofImage.set(0, there == 0 || ofImage.get(0));
            chosen.add(ofImage);
            first += there;
        }
        return chosen;
    }

    /** The number of complete patches in the features of an image. */
    private int patches(ImageSize size) {
        int fold = ((BodyFeatureConfig) network.config()).multiple();
        return Math.multiplyExact(size.width() / fold / patch, size.height() / fold / patch);
    }

    /**
     * The indices of the selected patches. They are drawn before any image is read, so that other patches are never
     * held. They are in order, so that rows of two networks' predictions of the same images correspond.
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
            NDArray features = ((BodyFeatureConfig) network.config()).body(x, model.parameters());
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

    /** The Java code that makes this extraction. */
    @Override
    public String toString() {
        return "lowLevel(" + network + ").patch(" + patch + ")"
                + (maxRows == Integer.MAX_VALUE ? "" : ".maxRows(" + maxRows + ")");
    }
}
