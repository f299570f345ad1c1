package io.github.pdd4j.metric;

import io.github.pdd4j.api.Internal;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Tables of the paper's supplement (arXiv 2407.07302) at ×4, labeled as published.
 *
 * <p>The values are copied from the paper, not computed here, and cover the methods and columns used by this library;
 * unknown values are missing. PSNR and SSIM follow {@code pddProtocol()}.
 *
 * <pre>{@code
 * System.out.println(publishedTable(6));
 * }</pre>
 */
@Internal
public final class PaperTables {
    private static final String SOURCE = "published: arXiv 2407.07302, Table ";

    private PaperTables() {}

    /**
     * One table of the supplement.
     *
     * @param number 6 (comparison with StableSR), 7 (the two regularizers, static mode), 8 (downscaling of the labeled
     *     images) or 9 (distances and features)
     * @return the table, with a column {@code source}
     * @throws IllegalArgumentException if the number is another
     */
    public static Table table(int number) {
        return switch (number) {
            case 6 -> table6();
            case 7 -> table7();
            case 8 -> table8();
            case 9 -> table9();
            default ->
                throw new IllegalArgumentException(
                        "number of a published table must be 6, 7, 8 or 9, got " + number + ": use publishedTable(6)");
        };
    }

    private static Table table6() {
        return labeled(
                6,
                StringColumn.create("data", "RealSR Canon", "RealSR Canon", "RealSR Nikon", "RealSR Nikon"),
                StringColumn.create("method", "PDD", "StableSR", "PDD", "StableSR"),
                DoubleColumn.create("PSNR", 26.13, 24.84, 25.07, 24.9),
                DoubleColumn.create("SSIM", 0.7626, 0.7584, 0.7294, 0.7376),
                DoubleColumn.create("LPIPS", 0.2517, 0.2431, 0.2713, 0.2742),
                DoubleColumn.create("NRQM", 6.1323, 5.8396, 6.1276, 5.5872),
                DoubleColumn.create("CLIP-IQA", 0.5532, 0.6181, 0.5739, 0.6155),
                DoubleColumn.create("MUSIQ", 62.67, 61.75, 61.18, 57.94));
    }

    private static Table table7() {
        return labeled(
                7,
                StringColumn.create(
                        "data", "RealSR Canon", "RealSR Canon", "RealSR Canon", "NTIRE20", "NTIRE20", "NTIRE20"),
                StringColumn.create(
                        "method",
                        "static, R_intra only",
                        "static, R_inter only",
                        "static, both",
                        "static, R_intra only",
                        "static, R_inter only",
                        "static, both"),
                DoubleColumn.create("PSNR", 26.47, 24.81, 25.92, 25.89, 25.16, 25.89),
                DoubleColumn.create("NRQM", 5.0157, 6.3381, 5.8479, 5.8333, 6.4379, 6.2762));
    }

    private static Table table8() {
        String[] data = {"RealSR Canon", "NTIRE20", "P11"};
        StringColumn of = StringColumn.create("data");
        StringColumn method = StringColumn.create("method");
        for (String each : data) {
            for (String by : new String[] {"labeled by bicubic", "labeled by combined downscaling", "generalist"}) {
                of.append(each);
                method.append(by);
            }
        }
        return labeled(
                8,
                of,
                method,
                DoubleColumn.create("PSNR", 25.94, 25.98, 24.74, 26.42, 25.97, 25.08, 27.40, 27.32, 26.73),
                DoubleColumn.create("NRQM", 6.0647, 5.9655, 6.0649, 6.2263, 6.1987, 6.1213, 5.3722, 5.3720, 5.2530));
    }

    private static Table table9() {
        return labeled(
                9,
                StringColumn.create("method", "PDD", "ℓ1 instead of Gram", "AlexNet instead of VGG19"),
                DoubleColumn.create("PSNR", 26.42, 25.72, 24.73),
                DoubleColumn.create("LPIPS", 0.2475, 0.2683, 0.2882));
    }

    private static Table labeled(int number, Column<?>... columns) {
        Table table = Table.create("Table " + number + ", as published", columns);
        StringColumn source = StringColumn.create("source");
        for (int row = 0; row < table.rowCount(); row++) {
            source.append(SOURCE + number);
        }
        return table.addColumns(source);
    }
}
