package io.github.pdd4j.analysis;

import io.github.pdd4j.api.Internal;
import java.util.BitSet;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Square patches of a feature map, each flattened to one row of numbers.
 *
 * <pre>{@code
 * float[][][] map = new float[4][100][150];
 * double[][] rows = Patches.of(map, Patches.PAPER_SIZE);
 * System.out.println(rows.length + " rows of " + rows[0].length);
 * }</pre>
 */
@Internal
public final class Patches {
    /** The side used in the supplement (section B): 50. */
    public static final int PAPER_SIZE = 50;

    private Patches() {}

    /**
     * The patches of {@code size} × {@code size} positions that tile the map from the top left, in row-major order;
     * incomplete patches at the right and bottom are ignored. The numbers of a patch are ordered by channel, row,
     * column.
     *
     * @param map features as [channel][row][column]
     * @param size side of a patch in positions, 1 or more
     * @return one row of channels · size · size numbers per patch
     * @throws IllegalArgumentException if the map is smaller than one patch or its rows differ in length
     */
    public static double[][] of(float[][][] map, int size) {
        check(map, size);
        BitSet all = new BitSet();
        all.set(0, map[0].length / size * (map[0][0].length / size));
        return of(map, size, all);
    }

    /** The patches with the given indices. */
    static double[][] of(float[][][] map, int size, BitSet wanted) {
        check(map, size);
        int across = map[0][0].length / size;
        return wanted.stream()
                .mapToObj(i -> patch(map, i / across * size, i % across * size, size))
                .toArray(double[][]::new);
    }

    /** Every second row, from the first (0) or the second (1). */
    static double[][] everyOther(double[][] rows, int first) {
        return IntStream.range(0, rows.length)
                .filter(i -> i % 2 == first)
                .mapToObj(i -> rows[i])
                .toArray(double[][]::new);
    }

    private static double[] patch(float[][][] map, int top, int left, int size) {
        double[] row = new double[map.length * size * size];
        int at = 0;
        for (float[][] channel : map) {
            for (int y = top; y < top + size; y++) {
                for (int x = left; x < left + size; x++) {
                    row[at++] = channel[y][x];
                }
            }
        }
        return row;
    }

    private static void check(float[][][] map, int size) {
        int height = map.length == 0 ? 0 : map[0].length;
        int width = height == 0 ? 0 : map[0][0].length;
        if (size < 1 || height < size || width < size) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "size of a patch must be 1 … the sides of the feature map %d × %d, got %d: use smaller patches or larger images",
                    width,
                    height,
                    size));
        }
        for (float[][] channel : map) {
            for (float[] row : channel) {
                if (channel.length != height || row.length != width) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "channels of a feature map must have one size, got %d × %d after %d × %d: pass [channel][row][column]",
                            row.length,
                            channel.length,
                            width,
                            height));
                }
            }
        }
    }
}
