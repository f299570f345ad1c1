package io.github.pdd4j.analysis;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Checks on samples given as rows of numbers. */
final class Samples {
    private Samples() {}

    /** The common length of the rows; checks that they are finite, of equal length, and at least {@code least}. */
    static int dimension(String name, double[][] rows, int least) {
        requirePresent(name, rows);
        if (rows.length < least) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "sample %s must have at least %d rows, got %d: take more or smaller patches",
                    name,
                    least,
                    rows.length));
        }
        int dimension = rows[0].length;
        for (int i = 0; i < rows.length; i++) {
            check(name, rows[i], i, dimension);
        }
        return dimension;
    }

    /** As {@link #dimension}, for two samples of the same dimension. */
    static int sharedDimension(double[][] p, double[][] q, int least) {
        int ours = dimension("P", p, least);
        int theirs = dimension("Q", q, least);
        if (ours != theirs) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "samples P and Q must have rows of equal length, got %d and %d: project both with one Pca",
                    ours,
                    theirs));
        }
        return ours;
    }

    /** A notebook sets a variable to null when a cell declares again what it was made from. */
    static void requirePresent(String name, @Nullable Object rows) {
        if (rows == null) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "sample %s must be rows of numbers, got null: run the cell that makes it once more",
                    name));
        }
    }

    private static void check(String name, double[] row, int index, int dimension) {
        if (row.length != dimension || dimension == 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "rows of sample %s must have one length of at least 1, got %d in row %d after %d: use patches of one size",
                    name,
                    row.length,
                    index,
                    dimension));
        }
        for (double value : row) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "values of sample %s must be finite, got %s in row %d: check the features that it comes from",
                        name,
                        value,
                        index));
            }
        }
    }
}
