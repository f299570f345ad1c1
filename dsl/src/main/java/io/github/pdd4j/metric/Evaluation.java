package io.github.pdd4j.metric;

import io.github.pdd4j.data.Pair;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.network.Upscaler;
import java.util.List;
import java.util.stream.Collectors;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Tables of how well pictures are restored whose truth is known.
 *
 * <pre>{@code
 * System.out.println(Evaluation.of(Upscaler.bicubic(4), pairs(folder), Psnr.rgb()).rowCount());
 * }</pre>
 */
public final class Evaluation {
    private Evaluation() {}

    /** A row for each picture, a column for each metric; the last column says how they were computed. */
    public static Table of(Upscaler upscaler, Pairs pairs, Metric... metrics) {
        StringColumn network = StringColumn.create("network");
        StringColumn picture = StringColumn.create("picture");
        List<DoubleColumn> values = List.of(metrics).stream()
                .map(metric -> DoubleColumn.create(metric.name()))
                .toList();
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.pair(i, upscaler.scale());
            Picture prediction = upscaler.upscale(pair.low());
            network.append(upscaler.source());
            picture.append(pair.name());
            for (int m = 0; m < metrics.length; m++) {
                values.get(m).append(metrics[m].of(prediction, pair.high()));
            }
        }
        Table table = Table.create("evaluation", network, picture);
        table.addColumns(values.toArray(DoubleColumn[]::new));
        return table.addColumns(conventions(pairs, metrics));
    }

    private static StringColumn conventions(Pairs pairs, Metric... metrics) {
        String said = List.of(metrics).stream()
                .map(metric -> metric.name() + ": " + metric.conventions())
                .collect(Collectors.joining("; ", "", "; input: " + pairs));
        StringColumn column = StringColumn.create("conventions");
        for (int i = 0; i < pairs.size(); i++) {
            column.append(said);
        }
        return column;
    }
}
