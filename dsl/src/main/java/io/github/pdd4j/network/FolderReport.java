package io.github.pdd4j.network;

import io.github.pdd4j.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The state of each image of a {@link FolderRun}. */
final class FolderReport {
    private final List<Row> failed = new ArrayList<>();
    private final List<Row> rest = new ArrayList<>();
    private int written;
    private double seconds;

    private record Row(String image, String state, String from, String to, double seconds, String note) {}

    void there(String image) {
        rest.add(new Row(image, "already there", "", "", Double.NaN, ""));
    }

    void failed(String image, String reason) {
        failed.add(new Row(image, "failed", "", "", Double.NaN, reason));
    }

    void written(String image, Image from, Image to, double took) {
        rest.add(new Row(image, "written", from.sizeText(), to.sizeText(), took, ""));
        written++;
        seconds += took;
    }

    /** For example {@code 12 of 40 images, 1.3 s each, about 36 s left}. */
    String line(int all) {
        int done = failed.size() + rest.size();
        String rate = written == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %.1f s each, about %.0f s left",
                        seconds / written,
                        seconds / written * (all - done));
        return done + " of " + all + " images" + rate;
    }

    Table table(int all) {
        List<Row> rows = new ArrayList<>(failed);
        rows.addAll(rest);
        String left = rows.size() == all
                ? ""
                : ", stopped with " + (all - rows.size()) + " left: repeat the call to" + " continue";
        return Table.create(String.format(
                        Locale.ROOT,
                        "%d written, %d already there, %d failed%s",
                        written,
                        rest.size() - written,
                        failed.size(),
                        left))
                .addColumns(
                        texts("image", rows.stream().map(Row::image).toList()),
                        texts("state", rows.stream().map(Row::state).toList()),
                        texts("from", rows.stream().map(Row::from).toList()),
                        texts("to", rows.stream().map(Row::to).toList()),
                        DoubleColumn.create(
                                "seconds",
                                rows.stream().mapToDouble(Row::seconds).toArray()),
                        texts("reason", rows.stream().map(Row::note).toList()));
    }

    private static StringColumn texts(String name, List<String> values) {
        return StringColumn.create(name, values);
    }
}
