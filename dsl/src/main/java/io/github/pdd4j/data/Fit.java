package io.github.pdd4j.data;

import io.github.pdd4j.image.ImageSize;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Checks whether the two images of captured pairs fit each other in size and position. */
final class Fit {
    /**
     * According to the authors of RealSR, versions 1 and 2 have inputs of the ground truth's size; version 3 does
     * not.
     */
    static final String ENLARGED = "the inputs were enlarged to the truth's size, as in RealSR versions 1 and 2: "
            + "take version 3, or shrink them again, as images(lr).degradedBy(downscaled(bicubic(), 4))";

    private static final int MEASURED = 20;
    private static final double ALIKE = 0.5;

    private final CapturedPairs pairs;

    Fit(CapturedPairs pairs) {
        this.pairs = pairs;
    }

    /** Summarizes the ratios of ground-truth size to input size, from the headers. */
    String ratios() {
        String ratios = Frequencies.of(IntStream.range(0, pairs.size()).mapToObj(this::ratio));
        return ratios.equals("1 (" + pairs.size() + ")") ? ratios + ", " + ENLARGED : ratios;
    }

    private String ratio(int index) {
        ImageSize low = pairs.low().header(index).size();
        ImageSize high = pairs.high().header(index).size();
        int scale = high.width() / low.width();
        if (fits(scale, low.width(), high.width()) && fits(scale, low.height(), high.height())) {
            return String.valueOf(scale);
        }
        return String.format(
                Locale.ROOT,
                "%.2f across and %.2f down",
                (double) high.width() / low.width(),
                (double) high.height() / low.height());
    }

    /** A ground-truth image may have fewer than {@code scale} extra rows and columns beyond those its input covers. */
    private static boolean fits(int scale, int low, int high) {
        return scale >= 1 && high / low == scale && high - scale * low < scale;
    }

    /** Summarizes the alignment of a sample of evenly spaced pairs, which are decoded. */
    String alignment() {
        int count = Math.min(MEASURED, pairs.size());
        List<Integer> chosen = IntStream.range(0, count)
                .mapToObj(i -> (int) ((long) i * pairs.size() / count))
                .toList();
        List<String> wrong = chosen.stream()
                .map(i -> complaint(
                        pairs.names().get(i),
                        Shift.between(pairs.low().load(i), pairs.high().load(i))))
                .filter(complaint -> !complaint.isEmpty())
                .toList();
        String good = (count - wrong.size()) + " of " + count + " measured fit to the pixel";
        return wrong.isEmpty() ? good : good + "; " + String.join("; ", wrong);
    }

    private static String complaint(String name, Shift shift) {
        if (shift.correlation() < ALIKE) {
            return String.format(Locale.ROOT, "%s shows something else (correlation %.2f)", name, shift.correlation());
        }
        String ways = Stream.of(way(shift.across(), "to the right", "to the left"), way(shift.down(), "down", "up"))
                .filter(way -> !way.isEmpty())
                .collect(Collectors.joining(" and "));
        return ways.isEmpty() ? "" : String.format(Locale.ROOT, "%s lies %s, in pixels of the input", name, ways);
    }

    private static String way(int pixels, String forward, String backward) {
        return pixels == 0 ? "" : Math.abs(pixels) + " " + (pixels > 0 ? forward : backward);
    }
}
