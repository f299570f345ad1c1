package io.github.pdd4j.experiment;

import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Summary;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * Comparisons of variants of a study, paired by seed and image. The seed is the unit: p and the interval beside it speak
 * of further trainings, and an interval of its own speaks of further images.
 *
 * <pre>{@code
 * // needs the photographs of ./pdd fetch
 * var found = study("terms", distill()).seeds(3).measure("held out", pairs("photographs"), psnr()).train();
 * System.out.println(found.compare().remarks());
 * }</pre>
 *
 * @param table one row for each comparison, test set and metric; columns variant and against (A and B), set, metric,
 *     {@code mean A}, {@code mean B}, {@code A − B}, {@code low} and {@code high} (95 % interval over seeds, Student's
 *     t), {@code p} (paired t-test over seeds), {@code seeds}, {@code image low} and {@code image high} (95 % bootstrap
 *     interval over images of the difference averaged over seeds), {@code images}, {@code better} (A, B, undecided, or
 *     not tested); with fewer than two seeds the interval and p are missing
 * @param remarks what the numbers speak of, and warnings
 */
public record StudyComparison(Table table, List<String> remarks) implements Viewable {
    /**
     * Copies the remarks.
     *
     * @param table one row for each comparison, test set and metric
     * @param remarks sentences that are shown below the table
     */
    public StudyComparison {
        remarks = List.copyOf(remarks);
    }

    @Override
    public View view() {
        Summary summary = Summary.of("").add("", Tables.html(table));
        for (String remark : remarks) {
            summary = summary.add("", Html.paragraph(remark));
        }
        return summary;
    }

    @Override
    public String toString() {
        return table + "\n" + String.join("\n", remarks);
    }
}
