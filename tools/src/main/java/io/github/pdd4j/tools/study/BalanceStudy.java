package io.github.pdd4j.tools.study;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.experiment.Study;
import io.github.pdd4j.experiment.StudyResult;
import io.github.pdd4j.io.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Trains the cells of the study and writes its page. */
public final class BalanceStudy {
    /** Folder of the cells, beside the page. */
    static final String CELLS = "study";

    private static final int MEASURED_STEPS = 3;

    private final Path page;
    private final Path cells;
    private final Consumer<String> report;

    /**
     * Makes the study.
     *
     * @param page the page of results; the cells are kept in the folder {@code study} beside it
     * @param report receives what is done, line by line
     */
    public BalanceStudy(Path page, Consumer<String> report) {
        this.page = page.toAbsolutePath();
        this.cells = this.page.resolveSibling(CELLS);
        this.report = report;
    }

    /**
     * Says how many runs a cell has and how long they take, after a few measured steps.
     *
     * @param cell start, camera and features
     * @param photographs folder of photographs
     * @param iterations length of each training
     * @param seeds trainings of each row
     */
    public void plan(StudyCell cell, Path photographs, int iterations, int seeds) {
        report.accept(
                study(cell, photographs, iterations, seeds).plan(MEASURED_STEPS).toString());
    }

    /**
     * Trains a cell, or what is missing of it, and writes the page.
     *
     * @param cell start, camera and features
     * @param photographs folder of photographs
     * @param iterations length of each training
     * @param seeds trainings of each row
     */
    public void train(StudyCell cell, Path photographs, int iterations, int seeds) {
        StudyResult found = study(cell, photographs, iterations, seeds).train();
        report.accept(found.toString());
        try {
            Files.createDirectories(cells);
        } catch (IOException e) {
            throw new UncheckedIOException("folder of the cells could not be made: " + cells, e);
        }
        CellResult.of(cell, iterations, seeds, found).write(cells);
        page();
    }

    /** Writes the page and its charts anew from the cells that are there. */
    public void page() {
        List<CellResult> found = Files.isDirectory(cells) ? CellResult.in(cells) : List.of();
        StudyPage written = new StudyPage(found);
        found.forEach(cell -> write(cells.resolve(cell.cell().name() + StudyPage.CHART), written.chart(cell)));
        write(page, written.markdown());
        report.accept("wrote " + page);
    }

    private Study study(StudyCell cell, Path photographs, int iterations, int seeds) {
        StudyPhotographs squares = StudyPhotographs.of(photographs, HomeFolder.studies(), report);
        return cell.study(squares, iterations, seeds);
    }

    private static void write(Path file, String text) {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
}
