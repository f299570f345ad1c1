package io.github.pdd4j.tools.study;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.pdd4j.experiment.StudyResult;
import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.tools.study.Regret.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/**
 * What was measured in one cell, as it is kept beside the page of results, so that cells of other days and machines
 * stand on one page.
 *
 * @param cell start, camera and features
 * @param iterations length of each training
 * @param squares number of held-out squares
 * @param pytorch version of PyTorch
 * @param threads threads of the processor
 * @param rows what was measured of each row
 */
record CellResult(
        StudyCell cell, int iterations, int squares, String pytorch, int threads, Map<String, Measured> rows) {
    /** The row of the network before training. */
    static final String NOT_ADAPTED = "not adapted";

    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();
    private static final String ENDING = ".json";

    /**
     * The means of a row over the images, one for each seed; one in all for what was not trained.
     *
     * @param psnr PSNR on images of the camera, in dB
     * @param lpips LPIPS on images of the camera
     * @param clean PSNR on clean images, in dB
     * @param seconds training time; empty for what was not trained
     */
    record Measured(List<Double> psnr, List<Double> lpips, List<Double> clean, List<Double> seconds) {
        Measured() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * Takes the means of a study.
     *
     * @throws IllegalStateException if a row of the grid has not all of its seeds
     */
    static CellResult of(StudyCell cell, int iterations, int seeds, StudyResult found) {
        Map<String, Measured> rows = rows(found.perSeed(), seeds);
        for (String row : StudyCell.grid()) {
            int there = rows.containsKey(row) ? rows.get(row).psnr.size() : 0;
            if (there < seeds) {
                throw new IllegalStateException("a cell must have all " + seeds + " seeds of its grid, got " + there
                        + " of \"" + row + "\": repeat the command, which goes on with what is missing");
            }
        }
        int squares = found.perImage()
                .where(t -> t.stringColumn("variant")
                        .isEqualTo(NOT_ADAPTED)
                        .and(t.stringColumn("set").isEqualTo(StudyCell.CLEAN_SET)))
                .rowCount();
        // Where the file of the start lies is of no use on another machine.
        StudyCell known = new StudyCell(cell.startName(), cell.camera(), cell.features());
        return new CellResult(
                known,
                iterations,
                squares,
                Torch.version(),
                Runtime.getRuntime().availableProcessors(),
                rows);
    }

    /** The rows of a study, without those of which a seed is missing: gains are paired by seed. */
    static Map<String, Measured> rows(Table table, int seeds) {
        Map<String, Measured> rows = new LinkedHashMap<>();
        for (Row row : table) {
            Measured measured = rows.computeIfAbsent(row.getString("variant"), name -> new Measured());
            double mean = row.getDouble("mean");
            if (row.getString("set").equals(StudyCell.CLEAN_SET)) {
                measured.clean.add(mean);
            } else if (row.getString("metric").equals(StudyCell.FIDELITY.name())) {
                measured.psnr.add(mean);
                if (row.getDouble("seconds") > 0) {
                    measured.seconds.add(row.getDouble("seconds"));
                }
            } else {
                measured.lpips.add(mean);
            }
        }
        rows.values().removeIf(row -> !row.seconds.isEmpty() && row.psnr.size() != seeds);
        return rows;
    }

    /** {@return the regrets of this cell} */
    Regret regret() {
        Map<String, double[]> psnr = new LinkedHashMap<>();
        Map<String, double[]> lpips = new LinkedHashMap<>();
        trained().forEach((name, row) -> {
            psnr.put(name, array(row.psnr));
            lpips.put(name, array(row.lpips));
        });
        Measured start = Objects.requireNonNull(rows.get(NOT_ADAPTED));
        return new Regret(new Point(start.psnr.get(0), start.lpips.get(0)), psnr, lpips, StudyCell.grid());
    }

    /** {@return the rows that were trained} */
    Map<String, Measured> trained() {
        return rows.entrySet().stream()
                .filter(row -> !row.getValue().seconds.isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** {@return the number of trainings of each row} */
    int seeds() {
        return Objects.requireNonNull(rows.get(StudyCell.PAPER)).psnr.size();
    }

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    void write(Path folder) {
        AtomicFile.write(
                folder.resolve(cell.name() + ENDING),
                out -> out.write((GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** {@return all cells in a folder, in the order of their names} */
    static List<CellResult> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .map(CellResult::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cells could not be read from " + folder, e);
        }
    }

    private static CellResult read(Path file) {
        try {
            return Objects.requireNonNull(
                    GSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), CellResult.class));
        } catch (IOException e) {
            throw new UncheckedIOException("cell could not be read from " + file, e);
        } catch (JsonParseException | NullPointerException e) {
            throw new IllegalArgumentException(
                    "a file of a cell must be JSON that './pdd study' wrote, got " + file
                            + ": delete it and repeat the cell",
                    e);
        }
    }
}
