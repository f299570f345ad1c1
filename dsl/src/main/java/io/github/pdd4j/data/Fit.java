package io.github.pdd4j.data;

import io.github.pdd4j.image.ImageSize;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
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
        List<Sizes> sizes =
                IntStream.range(0, pairs.size()).mapToObj(pairs::sizes).toList();
        String ratios = Frequencies.of(sizes.stream().map(Fit::ratio));
        return sizes.stream().allMatch(Sizes::equal) ? ratios + ", " + ENLARGED : ratios;
    }

    private static String ratio(Sizes sizes) {
        OptionalInt scale = sizes.scale();
        return scale.isPresent()
                ? String.valueOf(scale.getAsInt())
                : String.format(
                        Locale.ROOT,
                        "%.2f across and %.2f down",
                        (double) sizes.truth.width() / sizes.input.width(),
                        (double) sizes.truth.height() / sizes.input.height());
    }

    /**
     * The sizes of the two images of a pair.
     *
     * @param name name of the pair or of its ground-truth file
     * @param truth size of the ground-truth image
     * @param input size of the input
     */
    record Sizes(String name, ImageSize truth, ImageSize input) {
        /** A ground-truth image may have up to scale - 1 more rows and columns than its input covers. */
        boolean fit(int scale) {
            return truth.width() / scale == input.width() && truth.height() / scale == input.height();
        }

        /** The largest whole scale that fits; empty if none does. If any does, the smaller of both ratios does. */
        OptionalInt scale() {
            int largest = Math.min(truth.width() / input.width(), truth.height() / input.height());
            return largest >= 1 && fit(largest) ? OptionalInt.of(largest) : OptionalInt.empty();
        }

        boolean equal() {
            return truth.equals(input);
        }

        @Override
        public String toString() {
            return equal() ? truth + " twice for " + name : truth + " and " + input + " for " + name;
        }
    }

    /** Summarizes the alignment of a sample of evenly spaced pairs, which are decoded. */
    String alignment() {
        int count = Math.min(MEASURED, pairs.size());
        List<Integer> chosen = IntStream.range(0, count)
                .mapToObj(i -> (int) ((long) i * pairs.size() / count))
                .toList();
        List<String> wrong = chosen.stream()
                .map(i -> problem(
                        pairs.names().get(i),
                        Shift.between(pairs.low().load(i), pairs.high().load(i))))
                .filter(problem -> !problem.isEmpty())
                .toList();
        String good = (count - wrong.size()) + " of " + count + " measured fit to the pixel";
        return wrong.isEmpty() ? good : good + "; " + String.join("; ", wrong);
    }

    private static String problem(String name, Shift shift) {
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
