package io.github.pdd4j.distill;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.view.Html;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The progress line shown during training. */
final class ProgressLine {
    private ProgressLine() {}

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
                "<div><progress value=\"%d\" max=\"%d\" style=\"width:16em;vertical-align:middle\"></progress> "
                        + "<span style=\"font-variant-numeric:tabular-nums\">%s</span></div>",
                last.number(),
                all,
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
