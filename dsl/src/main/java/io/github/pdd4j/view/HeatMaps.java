package io.github.pdd4j.view;

import io.github.pdd4j.image.Image;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Heat maps side by side in one scale of colors, so that equal colors are equal numbers.
 *
 * <p>The scale ends at the 99th percentile of the absolute values, since a few numbers are often far larger than all
 * others. Where a value is negative, 0 is white, positive is red and negative is blue; otherwise 0 is black.
 *
 * <pre>{@code
 * System.out.println(heatMaps(
 *         new HeatMap("labeled", new double[][] {{0, 1}, {2, 4}}), new HeatMap("unlabeled", new double[][] {{3, 3}, {1, 0}})));
 * }</pre>
 *
 * @param maps the maps from left to right, at least one
 */
public record HeatMaps(List<HeatMap> maps) implements Viewable {
    private static final int SIDE = 220;
    private static final double PERCENTILE = 0.99;
    private static final int[] FROM_ZERO = {0x05_04_17, 0x50_12_7b, 0xb6_37_7a, 0xfb_87_61, 0xfc_fd_bf};
    private static final int[] AROUND_ZERO = {0x2b_59_a8, 0x8f_b5_de, 0xff_ff_ff, 0xf0_a0_84, 0xb0_22_2d};

    /**
     * Copies the list.
     *
     * @param maps the maps from left to right, at least one
     * @throws IllegalArgumentException if there is no map
     */
    public HeatMaps {
        if (maps.isEmpty()) {
            throw new IllegalArgumentException(
                    "heat maps must be at least one, got none: pass map.named(\"caption\"), ...");
        }
        maps = List.copyOf(maps);
    }

    /**
     * Heat maps in one row.
     *
     * @param maps the maps from left to right, at least one
     * @return the row
     * @throws IllegalArgumentException if there is no map
     */
    public static HeatMaps of(HeatMap... maps) {
        return new HeatMaps(List.of(maps));
    }

    /**
     * Where the scale of colors ends.
     *
     * @return the 99th percentile of the absolute values of all maps; the largest one if that is 0
     */
    public double end() {
        double[] sizes = maps.stream()
                .flatMapToDouble(HeatMap::all)
                .map(Math::abs)
                .sorted()
                .toArray();
        double end = sizes[(int) Math.floor(PERCENTILE * (sizes.length - 1))];
        return end > 0 ? end : sizes[sizes.length - 1];
    }

    private boolean signed() {
        return maps.stream().flatMapToDouble(HeatMap::all).anyMatch(value -> value < 0);
    }

    private String scale() {
        String end = Numbers.shortly(end());
        return signed()
                ? "one scale: white is 0, red " + end + " and more, blue −" + end + " and less"
                : "one scale: black is 0, bright " + end + " and more";
    }

    private ImageGrid grid() {
        int largest = maps.stream()
                .mapToInt(map -> Math.max(map.rows(), map.columns()))
                .max()
                .orElseThrow();
        double end = end();
        boolean signed = signed();
        return new ImageGrid(
                List.of(maps.stream()
                        .map(map -> new Captioned(map.name(), image(map, end, signed)))
                        .toList()),
                Math.max(1, Math.min(16, Math.round((float) SIDE / largest))));
    }

    private static Image image(HeatMap map, double end, boolean signed) {
        int[] stops = signed ? AROUND_ZERO : FROM_ZERO;
        int plane = map.rows() * map.columns();
        return Image.drawn(3, map.rows(), map.columns(), canvas -> {
            double[] all = map.all().toArray();
            for (int i = 0; i < plane; i++) {
                double share = end > 0 ? Math.max(-1, Math.min(1, all[i] / end)) : 0;
                double at = (signed ? (share + 1) / 2 : share) * (stops.length - 1);
                int low = Math.min(stops.length - 2, (int) at);
                for (int c = 0; c < 3; c++) {
                    double from = channel(stops[low], c);
                    canvas[c * plane + i] = (float) (from + (at - low) * (channel(stops[low + 1], c) - from));
                }
            }
        });
    }

    private static double channel(int color, int c) {
        return (color >> (8 * (2 - c)) & 0xff) / 255.0;
    }

    @Override
    public View view() {
        return Summary.of("").add("", grid()).add("", Html.paragraph("In " + scale() + "."));
    }

    @Override
    public String toString() {
        return maps.stream().map(HeatMap::toString).collect(Collectors.joining(", ")) + "; " + scale();
    }
}
