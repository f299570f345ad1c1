package io.github.pdd4j.tools.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.tools.make.Camera;
import io.github.pdd4j.tools.study.CellResult.Measured;
import io.github.pdd4j.tools.study.StudyCell.Features;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class StudyPageTest {
    @TempDir
    Path folder;

    @Test
    void cells_are_read_back_and_the_page_says_what_they_hold() {
        cell("start", -0.01).write(folder);
        cell("other", 0.01).write(folder);

        List<CellResult> read = CellResult.in(folder);
        String page = new StudyPage(read).markdown();

        assertThat(read).hasSize(2);
        assertThat(read.get(1)).isEqualTo(cell("start", -0.01));
        // The best pair of λ is the first of the grid here and the last one there.
        assertThat(page)
                .contains("The best fixed λ is 1, 1.", "The best fixed λ is 0, 1.")
                // Along the grid the gain falls from 1 to 0 ranges here and rises from 0 to 1 there.
                .contains("| λ 1, 1 (paper) | 0.50 | -5.85 to 6.85 | 1.00 | 0.00 |  | 1 of 2 |")
                .contains("| λ tuned on the other cells | 1.00 | 1.00 to 1.00 | 1.00 | 0.50 | -5.85 to 6.85 | 0 of 2 |")
                .contains("the paper's λ = 1 is not shown to differ from the best fixed λ (regret 0.50, -5.85 to 6.85);"
                        + " λ tuned on the other cells is behind the best fixed λ (regret 1.00, 1.00 to 1.00)")
                .contains("## λ that was tuned on another cell")
                .contains("| bicubic | 28.00 | 0.4000 | 30.00 |  |  | | |")
                .contains("](study/start-jpeg-slim.svg)")
                .contains("a standard deviation of 0.01 dB and 0.0007 (medians");
        assertThat(new StudyPage(read).chart(read.get(1))).startsWith("<svg").contains("<title>start-jpeg-slim");
    }

    @Test
    void a_page_without_cells_is_refused_and_a_foreign_file_is_named() throws Exception {
        assertThatThrownBy(() -> new StudyPage(List.of())).hasMessageContaining("./pdd study PHOTOS");
        Files.writeString(folder.resolve("other.json"), "[");
        assertThatThrownBy(() -> CellResult.in(folder)).hasMessageContaining("other.json");
    }

    @Test
    void a_row_without_one_of_its_seeds_is_left_out_and_the_page_does_without_it() {
        Table perSeed = Table.create("each seed")
                .addColumns(
                        StringColumn.create(
                                "variant", "start", "start", "whole", "whole", "whole", "whole", "half", "half"),
                        StringColumn.create(
                                "set", "camera", "camera", "camera", "camera", "camera", "camera", "camera", "camera"),
                        StringColumn.create(
                                "metric", "PSNR", "LPIPS", "PSNR", "LPIPS", "PSNR", "LPIPS", "PSNR", "LPIPS"),
                        DoubleColumn.create("mean", 29, 0.3, 30, 0.2, 31, 0.1, 30, 0.2),
                        DoubleColumn.create("seconds", Double.NaN, Double.NaN, 60, 60, 60, 60, 60, 60));

        Map<String, Measured> rows = CellResult.rows(perSeed, 2);

        assertThat(rows.keySet()).containsExactly("start", "whole");
        assertThat(rows)
                .hasEntrySatisfying("whole", row -> assertThat(row.psnr()).containsExactly(30.0, 31.0));

        CellResult cell = cell("start", -0.01);
        cell.rows().remove(StudyCell.RANDOM);
        assertThat(new StudyPage(List.of(cell)).markdown()).doesNotContain(StudyCell.RANDOM);
    }

    @Test
    void the_best_balance_is_told_with_its_regret() {
        CellResult cell = cell("start", -0.01);
        Measured first = cell.rows().get(StudyCell.PAPER);
        cell.rows().put(StudyCell.BALANCES.get(1), first);
        cell.rows().put(StudyCell.BALANCES.get(0), cell.rows().get(StudyCell.RANDOM));

        assertThat(new StudyPage(List.of(cell)).markdown())
                .contains("the best balance, " + StudyCell.BALANCES.get(1)
                        + ", is not shown to differ from the best fixed λ (regret 0.00, 0.00 to 0.00)");
    }

    /** Both measures get better along the grid by these steps, or worse. */
    private static CellResult cell(String start, double step) {
        Map<String, Measured> rows = new LinkedHashMap<>();
        rows.put("bicubic", new Measured(List.of(28.0), List.of(0.4), List.of(30.0), List.of()));
        rows.put(CellResult.NOT_ADAPTED, new Measured(List.of(29.0), List.of(0.3), List.of(30.0), List.of()));
        int place = 0;
        for (String row : StudyCell.grid()) {
            double psnr = 30 + 10 * step * place;
            double lpips = 0.3 - step * place;
            rows.put(
                    row,
                    new Measured(
                            List.of(psnr, psnr + 0.01),
                            List.of(lpips, lpips - 0.001),
                            List.of(31.0, 31.0),
                            List.of(60.0, 60.0)));
            place++;
        }
        rows.put(
                StudyCell.RANDOM,
                new Measured(List.of(29.5, 29.5), List.of(0.3, 0.3), List.of(30.0, 30.0), List.of(60.0, 60.0)));
        return new CellResult(new StudyCell(start, Camera.JPEG, Features.SLIM), 60, 24, "2.7.1", 2, rows);
    }
}
