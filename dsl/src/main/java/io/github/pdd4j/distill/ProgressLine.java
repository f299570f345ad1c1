package io.github.pdd4j.distill;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Png;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is shown during training: the line of the last iteration, the curve of the loss, and the newest preview. */
final class ProgressLine {
    /** The curve has at most so many points, each the mean of its iterations. */
    private static final int POINTS = 120;

    private static final int CURVE_HEIGHT = 22;

    private ProgressLine() {}

    static Html of(Plan plan, List<Iteration> rows, Optional<Png> preview) {
        Html line = of(plan, rows);
        return preview.map(newest -> new Html(line.text(), line.html() + newest.html()))
                .orElse(line);
    }

    static Html of(Plan plan, List<Iteration> rows) {
        int all = plan.schedule().iterations();
        if (rows.isEmpty()) {
            return Html.paragraph(
                    "iteration 0 of " + all + ", " + Images.hashing().orElse("loading networks and images"));
        }
        Iteration last = rows.get(rows.size() - 1);
        String text = text(last, all);
        String html = String.format(
                Locale.ROOT,
                "<div><progress value=\"%d\" max=\"%d\" style=\"width:16em;vertical-align:middle\"></progress> %s"
                        + "<span style=\"font-variant-numeric:tabular-nums\">%s</span></div>",
                last.number(),
                all,
                curve(rows),
                Html.escape(text));
        return new Html(text, html);
    }

    static Html failed(Plan plan, int made) {
        return Html.paragraph("failed after iteration " + made + " of "
                + plan.schedule().iterations() + (made == 0 ? "" : ": lastRun() returns the run up to there"));
    }

    /** The final progress line. It includes problems of the run, since the run itself may not be displayed. */
    static Html ended(Plan plan, List<Iteration> rows, List<String> notes) {
        return notes.isEmpty()
                ? of(plan, rows)
                : Html.paragraph("ended after iteration " + rows.size() + " of "
                        + plan.schedule().iterations() + "; " + String.join("; ", notes));
    }

    /** The logarithm of the total loss over the iterations, from the lowest to the highest; nothing below two points. */
    private static String curve(List<Iteration> rows) {
        double[] logarithms = rows.stream()
                .mapToDouble(Iteration::total)
                .filter(total -> total > 0 && Double.isFinite(total))
                .map(Math::log)
                .toArray();
        if (logarithms.length < 2) {
            return "";
        }
        int points = Math.min(POINTS, logarithms.length);
        double[] means = IntStream.range(0, points)
                .mapToDouble(i -> Arrays.stream(
                                logarithms,
                                start(i, points, logarithms.length),
                                start(i + 1, points, logarithms.length))
                        .average()
                        .orElseThrow())
                .toArray();
        double lowest = Arrays.stream(means).min().orElseThrow();
        double range = Math.max(Arrays.stream(means).max().orElseThrow() - lowest, 1e-9);
        String line = IntStream.range(0, points)
                .mapToObj(i -> String.format(
                        Locale.ROOT, "%d,%.1f", i, 1 + (CURVE_HEIGHT - 2) * (1 - (means[i] - lowest) / range)))
                .collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT,
                "<svg role=\"img\" aria-label=\"logarithm of the total loss\" viewBox=\"0 0 %d %d\""
                        + " preserveAspectRatio=\"none\" style=\"width:8em;height:%dpx;vertical-align:middle\">"
                        + "<polyline points=\"%s\" fill=\"none\" stroke=\"#0072B2\" stroke-width=\"1.5\""
                        + " vector-effect=\"non-scaling-stroke\"/></svg> ",
                points - 1,
                CURVE_HEIGHT,
                CURVE_HEIGHT,
                line);
    }

    private static int start(int point, int points, int values) {
        return (int) ((long) point * values / points);
    }

    private static String text(Iteration last, int all) {
        double each = last.seconds() / last.number();
        boolean discriminatorWarmUp = last.terms().isEmpty();
        String terms = (discriminatorWarmUp ? last.watched() : last.terms())
                .entrySet().stream()
                        .map(term -> String.format(Locale.ROOT, "%s %.4g", term.getKey(), term.getValue()))
                        .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "iteration %d of %d, %.2f s each, %s left; %s (%s)",
                last.number(),
                all,
                each,
                clock(each * (all - last.number())),
                discriminatorWarmUp ? "discriminator warm-up" : String.format(Locale.ROOT, "loss %.4g", last.total()),
                terms);
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole / 60 % 60)
                : String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60);
    }
}
