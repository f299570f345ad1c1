package io.github.pdd4j.network;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What networks with attention in windows share. Above all tensors that their files hold although they follow from the
 * sizes: which bias belongs to a pair of pixels, and which pixels of a rolled image are no neighbors. A forward pass
 * computes them for the image at hand; the published codes expect them in a file.
 *
 * <pre>{@code
 * System.out.println(Windows.offsets(8, 8));
 * }</pre>
 */
@Internal
public final class Windows {
    /** The resource with the functions that the scripts of these networks share. */
    public static final String SCRIPT = "/io/github/pdd4j/network/windows.script";

    private static final float APART = -100;

    private Windows() {}

    /**
     * Returns, for each pair of pixels of a window, the row of the table of biases that belongs to their offset.
     *
     * @param height the height of a window
     * @param width the width of a window
     * @return the rows (height · width, height · width)
     */
    public static StoredTensor offsets(int height, int width) {
        int pixels = height * width;
        return StoredTensor.of(rows(height, width), pixels, pixels);
    }

    private static long[] rows(int height, int width) {
        int pixels = height * width;
        long[] rows = new long[pixels * pixels];
        for (int i = 0; i < rows.length; i++) {
            int one = i / pixels;
            int other = i % pixels;
            int down = one / width - other / width + height - 1;
            int across = one % width - other % width + width - 1;
            rows[i] = (long) down * (2 * width - 1) + across;
        }
        return rows;
    }

    /**
     * Returns what is added to the attention between the pixels of a window of a square image that was rolled: 0, or
     * −100 where they are no neighbors.
     *
     * @param side the side of the image, a multiple of both sides of a window
     * @param height the height of a window
     * @param width the width of a window
     * @param down by how many rows the image was rolled
     * @param across by how many columns it was rolled
     * @return the summands (windows, height · width, height · width)
     */
    public static StoredTensor mask(int side, int height, int width, int down, int across) {
        int[][] zones = zones(side, height, width, down, across);
        return mask(zones, zones);
    }

    /**
     * Returns the mask between the pixels of a window of a rolled square image and the pixels of the same window at half
     * the size, as SRFormer has it.
     *
     * @param side the side of the image, a multiple of that of a window
     * @param window the side of a window, an even number; the image was rolled by half of it
     * @return the summands (windows, window², window² / 4)
     */
    public static StoredTensor halvedMask(int side, int window) {
        int shift = window / 2;
        int less = (shift + 1) / 2;
        return mask(zones(side, window, window, shift, shift), zones(side / 2, window / 2, window / 2, less, less));
    }

    private static StoredTensor mask(int[][] ones, int[][] others) {
        int rows = ones[0].length;
        int columns = others[0].length;
        float[] summands = new float[ones.length * rows * columns];
        for (int i = 0; i < summands.length; i++) {
            int window = i / columns / rows;
            boolean same = ones[window][i / columns % rows] == others[window][i % columns];
            summands[i] = same ? 0 : APART;
        }
        return StoredTensor.of(summands, ones.length, rows, columns);
    }

    /** In which of nine parts of a rolled image each pixel of each window is. */
    private static int[][] zones(int side, int height, int width, int down, int across) {
        int columns = side / width;
        int[][] zones = new int[side / height * columns][height * width];
        for (int window = 0; window < zones.length; window++) {
            for (int pixel = 0; pixel < height * width; pixel++) {
                int row = window / columns * height + pixel / width;
                int column = window % columns * width + pixel % width;
                zones[window][pixel] = 3 * region(row, side, height, down) + region(column, side, width, across);
            }
        }
        return zones;
    }

    /**
     * Returns, for each pixel of a window and each of the larger window around it, the row of the table of biases that
     * belongs to their offset. As in the code of HAT, the first rows are negative, which counts from the end.
     *
     * @param side the side of a window
     * @param outer the side of the larger window
     * @return the rows (side², outer²)
     */
    public static StoredTensor outerOffsets(int side, int outer) {
        int span = side + outer - 1;
        int first = side - outer + 1;
        long[] rows = new long[side * side * outer * outer];
        for (int i = 0; i < rows.length; i++) {
            int one = i / (outer * outer);
            int other = i % (outer * outer);
            int down = other / outer - one / side + first;
            int across = other % outer - one % side + first;
            rows[i] = (long) down * span + across;
        }
        return StoredTensor.of(rows, (long) side * side, (long) outer * outer);
    }

    /**
     * Returns the side of the images in training, from a mask of their windows.
     *
     * @param weights the tensors of a checkpoint
     * @param mask the name of the mask (windows, ...)
     * @param pixels the number of pixels of a window
     * @return the side; 0 if the checkpoint has no such mask
     */
    public static int trained(StateDict weights, String mask, int pixels) {
        return weights.has(mask, 3) ? (int) Math.round(Math.sqrt((double) weights.length(mask, 0) * pixels)) : 0;
    }

    /**
     * Adds what follows from the windows of a block, as the code of SwinIR expects it in a file.
     *
     * @param weights the weights to add to
     * @param block what precedes the names of the block, with a dot at its end
     * @param window the side of a window
     * @param trained the side of the images in training; 0 where the block holds no mask
     * @return the weights with the index of biases and the mask
     */
    public static StateDict written(StateDict weights, String block, int window, int trained) {
        StateDict all = weights.with(block + "attn.relative_position_index", offsets(window, window));
        return trained == 0
                ? all
                : all.with(block + "attn_mask", mask(trained, window, window, window / 2, window / 2));
    }

    /**
     * Returns, for each pixel of a window and each of the same window at half the size, the row of the table of biases that
     * belongs to their offset.
     *
     * @param window the side of a window, an even number
     * @return the rows (window², window² / 4)
     */
    public static StoredTensor halvedOffsets(int window) {
        int half = window / 2;
        int fewer = half * half;
        long[] all = rows(half, half);
        long[] rows = new long[window * window * fewer];
        for (int i = 0; i < rows.length; i++) {
            int pixel = i / fewer;
            int near = pixel / window / 2 * half + pixel % window / 2;
            rows[i] = all[near * fewer + i % fewer];
        }
        return StoredTensor.of(rows, (long) window * window, fewer);
    }

    /**
     * Adds what {@code shifted} of the script takes: biases, qkv and projection.
     *
     * @param shapes the shapes to add to
     * @param name what precedes the names, with a dot at its end
     * @param features the number of channels
     * @param window the side of a window
     * @param heads the number of heads
     */
    public static void attention(Shapes shapes, String name, int features, int window, int heads) {
        long offsets = (2L * window - 1) * (2L * window - 1);
        shapes.tensor(name + "relative_position_bias_table", offsets, heads);
        shapes.layer(name + "qkv", 3L * features, features);
        shapes.layer(name + "proj", features, features);
    }

    /**
     * Adds what {@code perceptron} of the script takes: a normalization and two linear layers.
     *
     * @param shapes the shapes to add to
     * @param name what precedes the names, with a dot at its end
     * @param features the number of channels before and after
     * @param hidden the number of channels between the linear layers
     */
    public static void perceptron(Shapes shapes, String name, int features, int hidden) {
        shapes.layer(name + "norm2", features);
        shapes.layer(name + "mlp.fc1", hidden, features);
        shapes.layer(name + "mlp.fc2", features, hidden);
    }

    /**
     * Adds what {@code convolved_perceptron} of the script takes: a normalization and two linear layers with a convolution of
     * each channel between them.
     *
     * @param shapes the shapes to add to
     * @param block what precedes the name of the normalization, with a dot at its end
     * @param layers what precedes the names of the others, with a dot at its end
     * @param features the number of channels before and after
     * @param hidden the number of channels between the linear layers
     * @param kernel the side of the kernels
     */
    public static void convolvedPerceptron(
            Shapes shapes, String block, String layers, int features, int hidden, int kernel) {
        shapes.layer(block + "norm2", features)
                .layer(layers + "fc1", hidden, features)
                .layer(layers + "dwconv.depthwise_conv.0", hidden, 1, kernel, kernel)
                .layer(layers + "fc2", features, hidden);
    }

    /**
     * Adds the end of a group of blocks: one convolution, or three with a quarter of the channels between them.
     *
     * @param shapes the shapes to add to
     * @param name the name of the end
     * @param features the number of channels
     * @param three whether there are three convolutions
     */
    public static void convolutions(Shapes shapes, String name, int features, boolean three) {
        if (three) {
            shapes.convolution(name + ".0", features / 4, features, 3)
                    .convolution(name + ".2", features / 4, features / 4, 1)
                    .convolution(name + ".4", features, features / 4, 3);
        } else {
            shapes.convolution(name, features, features, 3);
        }
    }

    /**
     * Returns how many blocks each layer of a checkpoint has.
     *
     * @param weights the tensors of the checkpoint
     * @param blocks what stands between the number of a layer and that of a block, with a dot at either end
     * @return the numbers of blocks, a layer each
     */
    public static List<Integer> depths(StateDict weights, String blocks) {
        return eachLayer(weights, layer -> weights.largest(layer + blocks) + 1);
    }

    /**
     * Returns how many heads each layer of a checkpoint has.
     *
     * @param weights the tensors of the checkpoint
     * @param table what follows the number of a layer in the name of a table of biases, whose columns are heads
     * @return the numbers of heads, a layer each; 1 where there is no table
     */
    public static List<Integer> heads(StateDict weights, String table) {
        return eachLayer(weights, layer -> weights.has(layer + table, 2) ? weights.length(layer + table, 1) : 1);
    }

    private static List<Integer> eachLayer(StateDict weights, Function<String, Integer> size) {
        return IntStream.rangeClosed(0, weights.largest("layers."))
                .mapToObj(layer -> size.apply("layers." + layer))
                .toList();
    }

    /**
     * Returns the side of a window from its table of biases, which has a row for each offset down and across.
     *
     * @param weights the tensors of the checkpoint
     * @param table the name of the table
     * @return the side
     */
    public static int side(StateDict weights, String table) {
        return (int) Math.round((Math.sqrt(weights.length(table, 0)) + 1) / 2);
    }

    /**
     * Returns sizes as a script takes them.
     *
     * @param sizes whole numbers
     * @return the same numbers
     */
    public static float[] numbers(List<Integer> sizes) {
        float[] numbers = new float[sizes.size()];
        IntStream.range(0, numbers.length).forEach(i -> numbers[i] = sizes.get(i));
        return numbers;
    }

    private static int region(int position, int length, int side, int shift) {
        return position < length - side ? 0 : position < length - shift ? 1 : 2;
    }
}
