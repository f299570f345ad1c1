package io.github.pdd4j.experiment;

import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Numbers;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/**
 * The results of a study: one row for each variant, the mean over images and seeds and its spread over seeds, the best
 * and the second best value of each column marked as in the paper.
 *
 * <p>A page shows the best value bold and the second best underlined; plain text writes {@code [1]} and {@code [2]}
 * behind them.
 *
 * <pre>{@code
 * // needs the photographs of ./pdd fetch
 * ScoreTable scores = study("terms", distill()).measure("held out", pairs("photographs"), psnr()).train().table();
 * System.out.println(scores.numbers().doubleColumn("held out PSNR").max());
 * }</pre>
 */
public final class ScoreTable implements Viewable {
    private final String title;
    private final List<String> header;
    private final List<List<Cell>> rows;
    private final Table numbers;

    /** Rank of a value in its column: 1 for the best, 2 for the second best, 0 for others and for texts. */
    record Cell(String text, int rank) {
        String marked() {
            return rank == 0 ? text : text + " [" + rank + "]";
        }

        String html() {
            String escaped = Html.escape(text);
            return rank == 1 ? "<b>" + escaped + "</b>" : rank == 2 ? "<u>" + escaped + "</u>" : escaped;
        }

        String markdown() {
            String escaped = text.replace("|", "\\|");
            return rank == 1 ? "**" + escaped + "**" : rank == 2 ? "<u>" + escaped + "</u>" : escaped;
        }
    }

    ScoreTable(String title, List<String> header, List<List<Cell>> rows, Table numbers) {
        this.title = title;
        this.header = List.copyOf(header);
        this.rows = rows.stream().map(List::copyOf).toList();
        this.numbers = numbers;
    }

    /** A mean with its spread, where there is one. */
    static String text(double mean, double spread) {
        String number = Numbers.shortly(mean);
        return Double.isNaN(spread) ? number : number + " ± " + Numbers.digits(spread, 2);
    }

    /**
     * The numbers, for selecting and sorting.
     *
     * @return a new table with one row for each variant and combination of values; columns variant, the axes, seeds (the
     *     number of seeds; 0 for a row that is not trained), for each test set and metric its mean over images and seeds,
     *     such as {@code camera PSNR}, and the standard deviation of the means of its seeds, {@code camera PSNR spread},
     *     and note; what was not measured is missing
     */
    public Table numbers() {
        return numbers.copy();
    }

    @Override
    public View view() {
        String head = header.stream()
                .map(each -> "<th style=\"" + CELL + "text-align:left\">" + Html.escape(each) + "</th>")
                .collect(Collectors.joining());
        String body = rows.stream()
                .map(row -> row.stream()
                        .map(cell -> "<td style=\"" + CELL + "text-align:left;font-variant-numeric:tabular-nums\">"
                                + cell.html() + "</td>")
                        .collect(Collectors.joining("", "<tr>", "</tr>")))
                .collect(Collectors.joining());
        return new Html(
                toString(),
                "<table style=\"border-collapse:collapse;font-size:13px\"><caption style=\"text-align:left;"
                        + "font-weight:bold;padding:4px 10px\">" + Html.escape(title) + "</caption><thead><tr>" + head
                        + "</tr></thead><tbody>" + body + "</tbody></table>");
    }

    private static final String CELL = "padding:3px 10px;border-bottom:1px solid #e4e4e4;";

    String markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(line(header.stream().map(each -> each.replace("|", "\\|")).toList()));
        lines.add(line(header.stream().map(each -> "---").toList()));
        rows.forEach(row -> lines.add(line(row.stream().map(Cell::markdown).toList())));
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    @Override
    public String toString() {
        List<List<String>> texts = new ArrayList<>();
        texts.add(header);
        rows.forEach(row -> texts.add(row.stream().map(Cell::marked).toList()));
        return title + "\n" + TextTable.of(texts);
    }
}
