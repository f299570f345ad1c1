package io.github.pdd4j.analysis;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.PictureSize;
import io.github.pdd4j.network.BodyFeatures;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * Low-level features of pictures: what the residual body of a super-resolution network sees in them, in patches
 * (supplement B; "Deep Degradation Representations", arXiv 2108.00406).
 *
 * <p>Memory: 8 · C · patch² bytes for each row that is returned, and the features of one picture; with {@link #most} no
 * other rows are held, however many pictures there are.
 *
 * <pre>{@code
 * System.out.println(LowLevel.of(smallSrResNet()).patch(16).of(images(folder)).length);
 * }</pre>
 *
 * @param network an SRResNet or RRDBNet
 * @param patch side of the patches in pixels, 50 in the paper
 * @param most rows at most; where there are more patches, some are drawn, always the same ones; all by default
 */
public record LowLevel(Network network, int patch, int most) {
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

    /** One row for each whole patch of the pictures, C · patch · patch numbers each. */
    public double[][] of(List<Picture> pictures) {
        return of(i -> PictureSize.of(pictures.get(i)), pictures::get, pictures.size());
    }

    /** The same of the pictures of a folder, one after another. */
    public double[][] of(Images pictures) {
        return of(i -> pictures.header(i).size(), pictures::load, pictures.size());
    }

    private double[][] of(IntFunction<PictureSize> sizes, IntFunction<Picture> pictures, int count) {
        int[] ends = new int[count];
        int all = 0;
        for (int i = 0; i < count; i++) {
            all = Math.addExact(all, patches(sizes.apply(i)));
            ends[i] = all;
        }
        BitSet drawn = drawn(all);
        List<double[]> rows = new ArrayList<>(drawn.cardinality());
        try (Scope scope = Scope.inference(network.device())) {
            Model model = Model.frozen(network, Precision.FLOAT32, scope);
            for (int i = 0; i < count; i++) {
                int first = i == 0 ? 0 : ends[i - 1];
                int next = drawn.nextSetBit(first);
                // A picture too small for a patch is told by Patches, whatever is drawn.
                if (ends[i] == first || (next >= 0 && next < ends[i])) {
                    float[][][] map = map(model, pictures.apply(i).rgb(), scope);
                    rows.addAll(List.of(Patches.of(map, patch, drawn.get(first, ends[i]))));
                }
            }
        }
        return rows.toArray(double[][]::new);
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
