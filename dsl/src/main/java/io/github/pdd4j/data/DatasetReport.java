package io.github.pdd4j.data;

import io.github.pdd4j.image.ImageHeader;
import io.github.pdd4j.io.Listing;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A report on a data set, mostly from the file headers, to read before a long run. */
final class DatasetReport {
    private static final int MAX_NAMED = 20;
    private static final List<String> KINDS = List.of("", "gray", "", "RGB", "RGBA");

    private final StringColumn what = StringColumn.create("what");
    private final StringColumn found = StringColumn.create("found");
    private final List<ImageHeader> headers = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();

    private DatasetReport() {}

    static Table of(Images images) {
        DatasetReport report = new DatasetReport();
        report.read(images);
        report.add("images", String.valueOf(images.size()));
        if (!report.headers.isEmpty()) {
            report.addReadable();
        }
        report.addUnreadable();
        return report.table(images.toString());
    }

    static Table of(SyntheticPairs pairs) {
        Table table = of(pairs.high());
        table.stringColumn("what").append("low resolution");
        table.stringColumn("found").append("made by " + pairs.downscaling());
        return table.setName(pairs.toString());
    }

    static Table of(CapturedPairs pairs) {
        DatasetReport report = new DatasetReport();
        report.read(pairs.low());
        report.read(pairs.high());
        report.add("pairs", String.valueOf(pairs.size()));
        if (report.unreadable.isEmpty()) {
            Fit fit = new Fit(pairs);
            report.add("truth : input", fit.ratios());
            report.add("alignment", fit.alignment());
        }
        report.addUnreadable();
        return report.table(pairs.toString());
    }

    private void read(Images images) {
        for (int i = 0; i < images.size(); i++) {
            try {
                headers.add(images.header(i));
            } catch (UncheckedIOException | IllegalArgumentException e) {
                unreadable.add(images.names().get(i) + ": " + e.getMessage());
            }
        }
    }

    private void addReadable() {
        Comparator<ImageHeader> area =
                Comparator.comparingLong(h -> (long) h.size().width() * h.size().height());
        add("sizes", Frequencies.of(headers.stream().map(header -> header.size().toString())));
        add(
                "smallest, largest",
                Stream.of(headers.stream().min(area), headers.stream().max(area))
                        .map(header -> header.orElseThrow().size().toString())
                        .reduce((smallest, largest) -> smallest + ", " + largest)
                        .orElseThrow());
        add("channels", Frequencies.of(headers.stream().map(header -> KINDS.get(header.channels()))));
        add("bits per sample", Frequencies.of(headers.stream().map(header -> String.valueOf(header.bits()))));
        add("formats", Frequencies.of(headers.stream().map(ImageHeader::format)));
    }

    private void addUnreadable() {
        add("unreadable", unreadable.isEmpty() ? "none, as far as headers tell" : String.valueOf(unreadable.size()));
        unreadable.stream().limit(MAX_NAMED).forEach(reason -> add("", reason));
        String rest = Listing.rest(MAX_NAMED, unreadable);
        if (!rest.isEmpty()) {
            add("", rest);
        }
    }

    private void add(String key, String value) {
        what.append(key);
        found.append(value);
    }

    private Table table(String name) {
        return Table.create(name, what, found);
    }
}
