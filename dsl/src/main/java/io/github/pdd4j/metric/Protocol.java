package io.github.pdd4j.metric;

import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A named set of metrics with fixed conventions, for comparison with published values.
 *
 * <pre>{@code
 * System.out.println(evaluate(compactGeneralist(), pairs(folder), basicsrProtocol()));
 * }</pre>
 *
 * @param name whose conventions they are
 * @param metrics in column order
 */
public record Protocol(String name, List<Metric> metrics) implements Viewable {
    /**
     * Makes an immutable copy of the list.
     *
     * @param name name of the code or publication whose conventions the metrics follow
     * @param metrics the metrics in the order of the columns
     */
    public Protocol {
        metrics = List.copyOf(metrics);
    }

    /**
     * The published code of the method: PSNR and SSIM on RGB, border 4.
     *
     * @return the protocol
     */
    public static Protocol pddProtocol() {
        return new Protocol("pdd", List.of(Psnr.rgb(), Ssim.rgb()));
    }

    /**
     * BasicSR with {@code test_y_channel}, as in most tables of ×4 networks: PSNR and SSIM on luma, border 4.
     *
     * @return the protocol
     */
    public static Protocol basicsrProtocol() {
        return new Protocol("basicsr", List.of(Psnr.rgb().luma(), Ssim.rgb().luma()));
    }

    /**
     * StableSR, evaluated with pyiqa: PSNR and SSIM on luma, no border, SSIM as in pyiqa.
     *
     * @return the protocol
     */
    public static Protocol stablesrProtocol() {
        Ssim ssim = Ssim.rgb().luma().border(0).pyiqa();
        return new Protocol("stablesr", List.of(Psnr.rgb().luma().border(0), ssim));
    }

    /**
     * A copy with more metrics.
     *
     * @param more the additional metrics
     * @return the extended protocol
     */
    public Protocol and(Metric... more) {
        return new Protocol(
                name, Stream.concat(metrics.stream(), Stream.of(more)).toList());
    }

    @Override
    public View view() {
        return Tables.html(Table.create(
                "protocol " + name,
                StringColumn.create("metric", metrics.stream().map(Metric::name).toList()),
                StringColumn.create(
                        "conventions", metrics.stream().map(Metric::conventions).toList()),
                StringColumn.create(
                        "better",
                        metrics.stream()
                                .map(metric -> metric.higherIsBetter() ? "higher" : "lower")
                                .toList())));
    }

    /** For example {@code protocol pdd: PSNR, SSIM}. */
    @Override
    public String toString() {
        return "protocol " + name + ": " + metrics.stream().map(Metric::name).collect(Collectors.joining(", "));
    }
}
