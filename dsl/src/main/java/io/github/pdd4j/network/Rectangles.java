package io.github.pdd4j.network;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.List;

/**
 * What DAT (Chen et al. 2023) and RGT (Chen et al. 2024) share: attention in windows that lie, for half of the channels,
 * and in windows that stand, with biases that a small network computes from offsets.
 *
 * <pre>{@code
 * System.out.println(Rectangles.passesOver("layers.0.blocks.0.attn.attns.0.rpe_biases"));
 * }</pre>
 */
@Internal
public final class Rectangles {
    /** The resource with the functions that the scripts of these networks share; it comes after that of {@link Windows}. */
    public static final String SCRIPT = "/io/github/pdd4j/network/rectangles.script";

    private static final String OFFSETS = "attn.attns.0.rpe_biases";

    private Rectangles() {}

    /**
     * Requires that a checkpoint tells the sides of its windows.
     *
     * @param family the name of the architecture
     * @param weights the tensors of the checkpoint
     * @param first what precedes the names of the first block, with a dot at its end
     * @throws IllegalArgumentException if it does not
     */
    public static void requireSides(String family, StateDict weights, String first) {
        if (!weights.has(first + OFFSETS, 2) || weights.tensor(first + OFFSETS).size() < 2) {
            throw new IllegalArgumentException(family + " must tell the sides of its windows by " + first + OFFSETS
                    + ", got " + weights.source() + " without it: use a file with all tensors of the published code");
        }
    }

    /**
     * Returns the sides of the windows that lie.
     *
     * @param weights the tensors of a checkpoint that tells them
     * @param first what precedes the names of the first block, with a dot at its end
     * @return height and width
     */
    public static List<Integer> sides(StateDict weights, String first) {
        float[] offsets = weights.tensor(first + OFFSETS).floats();
        return List.of((int) offsets[offsets.length - 2] + 1, (int) offsets[offsets.length - 1] + 1);
    }

    /**
     * Returns the side of the images in training, for which a checkpoint holds masks.
     *
     * @param weights the tensors of the checkpoint
     * @param windows the sides of a window
     * @return the side; 0 if there are no masks
     */
    public static int trained(StateDict weights, List<Integer> windows) {
        int pixels = windows.get(0) * windows.get(1);
        int first = Windows.trained(weights, "layers.0.blocks.2.attn.attn_mask_0", pixels);
        return first > 0 ? first : Windows.trained(weights, "layers.1.blocks.0.attn.attn_mask_0", pixels);
    }

    /**
     * Adds the two networks that compute the biases of the heads from the offset of two pixels.
     *
     * @param shapes the shapes to add to
     * @param attention what precedes the names of the attention, with a dot at its end
     * @param positions the number of channels of these networks
     * @param heads the number of heads of each kind of windows
     */
    public static void biases(Shapes shapes, String attention, int positions, int heads) {
        for (int kind = 0; kind < 2; kind++) {
            String name = attention + "attns." + kind + ".pos.";
            shapes.layer(name + "pos_proj", positions, 2);
            for (int k = 1; k <= 3; k++) {
                shapes.layer(name + "pos" + k + ".0", positions);
                shapes.layer(name + "pos" + k + ".2", k == 3 ? heads : positions, positions);
            }
        }
    }

    /**
     * Adds what {@code gated} of the script takes: a normalization, two linear layers and the gate between them.
     *
     * @param shapes the shapes to add to
     * @param norm the name of the normalization
     * @param layers what precedes the other names, with a dot at its end
     * @param features the number of channels before and after
     * @param hidden the number of channels inside, half of which are the gate
     */
    public static void gated(Shapes shapes, String norm, String layers, int features, int hidden) {
        shapes.layer(norm, features)
                .layer(layers + "fc1", hidden, features)
                .layer(layers + "sg.norm", hidden / 2)
                .layer(layers + "sg.conv", hidden / 2, 1, 3, 3)
                .layer(layers + "fc2", features, hidden / 2);
    }

    /**
     * Returns whether a tensor follows from the windows.
     *
     * @param name the name of the tensor
     * @return whether it is no weight
     */
    public static boolean passesOver(String name) {
        return name.endsWith(".rpe_biases")
                || name.endsWith(".relative_position_index")
                || name.endsWith(".attn_mask_0")
                || name.endsWith(".attn_mask_1");
    }

    /**
     * Adds what follows from the windows, which the published codes expect in a file.
     *
     * @param weights the weights to add to
     * @param depths the number of blocks of each group; every second one is in windows
     * @param windows the sides of a window
     * @param trained the side of the images in training; 0 where the file held no masks
     * @return the weights with offsets, indices and masks
     */
    public static StateDict written(StateDict weights, List<Integer> depths, List<Integer> windows, int trained) {
        StateDict all = weights;
        for (int layer = 0; layer < depths.size(); layer++) {
            for (int block = 0; block < depths.get(layer); block += 2) {
                // Every second attention in windows is rolled, in odd layers beginning with the first.
                boolean rolled = (block + 2 * (layer % 2)) % 4 == 2;
                String attention = "layers." + layer + ".blocks." + block + ".attn.";
                all = written(all, attention, windows, rolled ? trained : 0);
            }
        }
        return all;
    }

    private static StateDict written(StateDict weights, String attention, List<Integer> windows, int trained) {
        StateDict all = weights;
        for (int kind = 0; kind < 2; kind++) {
            int height = windows.get(kind);
            int width = windows.get(1 - kind);
            String name = attention + "attns." + kind + ".";
            all = all.with(name + "rpe_biases", offsets(height, width))
                    .with(name + "relative_position_index", Windows.offsets(height, width));
            if (trained > 0) {
                all = all.with(
                        attention + "attn_mask_" + kind, Windows.mask(trained, height, width, height / 2, width / 2));
            }
        }
        return all;
    }

    private static StoredTensor offsets(int height, int width) {
        int rows = 2 * height - 1;
        int columns = 2 * width - 1;
        float[] offsets = new float[rows * columns * 2];
        for (int i = 0; i < rows * columns; i++) {
            offsets[2 * i] = i / columns - (height - 1);
            offsets[2 * i + 1] = i % columns - (width - 1);
        }
        return StoredTensor.of(offsets, (long) rows * columns, 2);
    }
}
