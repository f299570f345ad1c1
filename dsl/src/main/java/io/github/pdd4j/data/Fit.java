package io.github.pdd4j.data;

import io.github.pdd4j.image.PictureSize;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How the pictures of pairs that were taken twice fit each other. */
final class Fit {
    /** RealSR's authors: versions 1 and 2 have inputs of the truth's size, version 3 has not. */
    static final String ENLARGED = "the inputs were enlarged to the truth's size, as in RealSR versions 1 and 2: "
            + "take version 3, or shrink them again, as images(lr).degradedBy(Degradations.downscaled(bicubic(), 4))";

    private static final int MEASURED = 20;
    private static final double ALIKE = 0.5;

    private final TakenPairs pairs;

    Fit(TakenPairs pairs) {
        this.pairs = pairs;
    }

    /** By headers. */
    String ratios() {
        String ratios = Tally.of(IntStream.range(0, pairs.size()).mapToObj(this::ratio));
        return ratios.equals("1 (" + pairs.size() + ")") ? ratios + ", " + ENLARGED : ratios;
    }

    private String ratio(int index) {
        PictureSize low = pairs.low().header(index).size();
        PictureSize high = pairs.high().header(index).size();
        double across = (double) high.width() / low.width();
        double down = (double) high.height() / low.height();
        boolean one = Math.abs(across - down) < 0.02 * across;
        return one ? number(across) : number(across) + " across and " + number(down) + " down";
    }

    /** A truth may have a few rows more than a whole multiple. */
    private static String number(double ratio) {
        boolean whole = Math.abs(ratio - Math.rint(ratio)) < 0.02;
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.2f", ratio);
    }

    /** Of some pairs, evenly chosen: these are decoded. */
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
        return shift.across() == 0 && shift.down() == 0
                ? ""
                : "%s lies %d to the right and %d down".formatted(name, shift.across(), shift.down());
    }
}
