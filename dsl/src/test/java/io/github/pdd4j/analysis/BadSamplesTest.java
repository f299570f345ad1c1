package io.github.pdd4j.analysis;

import static io.github.pdd4j.Pdd.kl;
import static io.github.pdd4j.Pdd.tsne;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

/** What a user's mistakes in sets of features are answered with. */
class BadSamplesTest {
    private static final double[][] ROWS = rows(1, 120, 4);

    @Test
    void a_number_that_is_none_is_named_with_its_row() {
        double[][] holed = rows(2, 120, 4);
        holed[17][2] = Double.NaN;

        assertThatThrownBy(() -> kl(ROWS, holed))
                .hasMessage(
                        "values of sample Q must be finite, got NaN in row 17: check the features that it comes from");
        assertThatThrownBy(() -> tsne().of(holed))
                .hasMessage(
                        "values of sample to embed must be finite, got NaN in row 17: check the features that it comes from");
        assertThatThrownBy(() -> Pca.fit(2, ROWS).project(holed))
                .hasMessage(
                        "values of sample to project must be finite, got NaN in row 17: check the features that it comes from");
    }

    @Test
    void a_set_of_one_row_or_none_is_refused() {
        double[][] one = {{1, 2, 3, 4}};

        assertThatThrownBy(() -> kl(ROWS, one))
                .hasMessage("sample Q must have at least 6 rows, got 1: take more or smaller patches");
        assertThatThrownBy(() -> kl(new double[0][], ROWS))
                .hasMessage("sample P must have at least 6 rows, got 0: take more or smaller patches");
        assertThatThrownBy(() -> tsne().of(Map.of("real", Features.of(one))))
                .hasMessage("sample to embed must have at least 4 rows, got 1: take more or smaller patches");
        assertThatThrownBy(() -> Pca.fit(1, one))
                .hasMessage("sample of the projection must have at least 2 rows, got 1: take more or smaller patches");
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_variable_that_the_notebook_emptied_is_said_to_be_made_again() {
        assertThatThrownBy(() -> kl(ROWS, null))
                .hasMessageStartingWith("q of kl(...) must be a value, got null: JShell ");
        assertThatThrownBy(() -> kl(Features.of(ROWS), null))
                .hasMessageStartingWith("q of kl(...) must be a value, got null: JShell ");
        assertThatThrownBy(() -> Features.of(null))
                .hasMessage(
                        "sample of features must be rows of numbers, got null: run the cell that makes it once more");
    }

    @Test
    void a_set_of_equal_rows_is_refused() {
        double[][] equal = new double[120][4];

        assertThatThrownBy(() -> kl(ROWS, equal))
                .hasMessage(
                        "each row of sample Q must have at least k = 5 rows at a distance in Q and in P, got 0 for row 0: lower k or drop repeated rows");
        assertThatThrownBy(() -> kl(equal, equal))
                .hasMessage(
                        "each row of sample P must have at least k = 5 rows at a distance in P and in Q, got 0 for row 0: lower k or drop repeated rows");
        assertThatThrownBy(() -> tsne().of(equal))
                .hasMessage("rows to embed must differ, got 120 equal ones: check the features that they come from");
    }

    @Test
    void fewer_patches_than_dimensions_are_projected_and_the_table_says_to_how_many() {
        Table table = kl(rows(3, 30, 700), rows(4, 25, 700));

        assertThat(table.intColumn("dimension").get(0)).isEqualTo(2);
        assertThat(table.doubleColumn("KL [nats]").asDoubleArray()).doesNotContain(Double.NaN);
        assertThat(tsne().perplexity(5).iterations(250).of(rows(5, 30, 700)).points())
                .hasDimensions(30, 2);
    }

    private static double[][] rows(int seed, int count, int length) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> random.doubles(length).toArray())
                .toArray(double[][]::new);
    }
}
