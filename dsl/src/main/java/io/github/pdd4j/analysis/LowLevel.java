package io.github.pdd4j.analysis;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.PictureSize;
import io.github.pdd4j.metric.PredictedPictures;
import io.github.pdd4j.network.BodyFeatures;
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
 * Low-level features of pictures: what the residual body of a super-resolution network sees in them, in patches
 * (supplement B; "Deep Degradation Representations", arXiv 2108.00406).
 *
 * <p>Memory: 8 · C · patch² bytes for each row that is returned, and the features of one picture; with {@link #most} no
 * other rows are held, however many pictures there are.
 *
 * <pre>{@code
 * System.out.println(LowLevel.of(smallSrResNet()).patch(16).of(images(folder)));
 * System.out.println(lowLevel(smallSrResNet()).patch(16).of(compactGeneralist(), pairs(folder)).size());
 * }</pre>
 *
 * @param network an SRResNet or RRDBNet
 * @param patch side of the patches in pixels, 50 in the paper
 * @param most rows at most; where there are more patches, some are drawn, always the same ones; all by default
 */
public record LowLevel(Network network, int patch, int most) {
    private static final String LAYER = "residual body";

    /** Checks that the network has a residual body, and the ranges. */
    public LowLevel {
        if (patch < 1 || most < 1) {
            throw new IllegalArgumentException("patch and most must be at least 1, got " + patch + " and " + most
                    + ": use patch(50) and most(3000)");
        }
        if (!(network.form() instanceof BodyFeatures)) {
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
        return new LowLevel(network, side, most);
    }

    /** With at most some rows, drawn from all patches. */
    public LowLevel most(int rows) {
        return new LowLevel(network, patch, rows);
    }

    /**
     * One row for each whole patch of the pictures, C · patch · patch numbers each; the pictures are called 1, 2, ...
     *
     * @param pictures gray, RGB or RGBA, each at least as large as a patch
     * @throws IllegalArgumentException if a picture is smaller than a patch, or features are not finite
     */
    public Features of(List<Picture> pictures) {
        return of(
                IntStream.rangeClosed(1, pictures.size())
                        .mapToObj(String::valueOf)
                        .toList(),
                i -> PictureSize.of(pictures.get(i)),
                pictures::get);
    }

    /**
     * The same of the pictures of a folder, one after another.
     *
     * @param pictures as of {@link #of(List)}
     * @throws IllegalArgumentException as {@link #of(List)}
     */
    public Features of(Images pictures) {
        return of(pictures.names(), i -> pictures.header(i).size(), pictures::load);
    }

    /**
     * The same of what another network makes of the low-resolution pictures of pairs, one after another. Where only some
     * rows are taken, the pairs are read twice.
     *
     * @param upscaler whose pictures are looked at; {@link #network()} is what looks
     * @param pairs whose low-resolution pictures it upscales
     * @throws IllegalArgumentException as {@link #of(List)}
     */
    public Features of(Upscaler upscaler, Pairs pairs) {
        int scale = upscaler.scale();
        return Torch.on(upscaler.device(), () -> {
            try (Upscaler.Opened opened = upscaler.open()) {
                return of(
                        pairs.names(),
                        i -> {
                            Picture low = pairs.pair(i, scale).low();
                            return new PictureSize(low.width() * scale, low.height() * scale);
                        },
                        i -> opened.upscale(pairs.pair(i, scale).low()));
            }
        });
    }

    /**
     * The same of what another program made.
     *
     * @param predicted its pictures
     * @throws IllegalArgumentException as {@link #of(List)}
     */
    public Features of(PredictedPictures predicted) {
        return of(predicted.pictures());
    }

    private Features of(List<String> names, IntFunction<PictureSize> sizes, IntFunction<Picture> pictures) {
        List<BitSet> chosen = most == Integer.MAX_VALUE ? List.of() : chosen(names.size(), sizes);
        List<double[]> rows = new ArrayList<>();
        List<String> from = new ArrayList<>();
        try (Scope scope = Scope.inference(network.device())) {
            Model model = Model.frozen(network, Precision.FLOAT32, scope);
            for (int i = 0; i < names.size(); i++) {
                if (chosen.isEmpty() || !chosen.get(i).isEmpty()) {
                    float[][][] map = map(model, pictures.apply(i).rgb(), scope);
                    double[][] some = chosen.isEmpty() ? Patches.of(map, patch) : Patches.of(map, patch, chosen.get(i));
                    rows.addAll(List.of(some));
                    from.addAll(Collections.nCopies(some.length, names.get(i)));
                }
            }
        }
        return Features.owned(rows.toArray(double[][]::new), network.identity(), LAYER, patch, from);
    }

    /** For each picture which of its patches are taken. */
    private List<BitSet> chosen(int count, IntFunction<PictureSize> sizes) {
        int[] patches =
                IntStream.range(0, count).map(i -> patches(sizes.apply(i))).toArray();
        BitSet drawn = drawn(IntStream.of(patches).reduce(0, Math::addExact));
        List<BitSet> chosen = new ArrayList<>();
        int first = 0;
        for (int there : patches) {
            BitSet ofPicture = drawn.get(first, first + there);
            // A picture too small for a patch is looked at and told by Patches, whatever is drawn.
            ofPicture.set(0, there == 0 || ofPicture.get(0));
            chosen.add(ofPicture);
            first += there;
        }
        return chosen;
    }

    /** How many whole patches there are in the features of a picture. */
    private int patches(PictureSize size) {
        int fold = ((BodyFeatures) network.form()).multiple();
        return Math.multiplyExact(size.width() / fold / patch, size.height() / fold / patch);
    }

    /**
     * Which of the patches are taken. They are drawn before any picture is looked at, so that no others are held; the order
     * stays, so that the rows of two networks' predictions of the same pictures belong together.
     */
    private BitSet drawn(int all) {
        BitSet drawn = new BitSet(all);
        if (all <= most) {
            drawn.set(0, all);
        } else {
            new SplittableRandom(0).ints(0, all).distinct().limit(most).forEach(drawn::set);
        }
        return drawn;
    }

    private float[][][] map(Model model, Picture picture, Scope scope) {
        try (Scope step = scope.unrecorded()) {
            NDArray x = step.tensor(picture.values(), 1, 3, picture.height(), picture.width());
            NDArray features = ((BodyFeatures) network.form()).body(x, model.parameters());
            return unfolded(finite(features.toFloatArray()), features.getShape().getShape());
        }
    }

    private float[] finite(float... features) {
        for (float value : features) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("low-level features must be finite, got " + value + " from "
                        + network + ": check its weights and the pictures");
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
