package io.github.pdd4j.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TSneTest {
    /** The reference's mean objective and its least trustworthiness over its three stored seeds. */
    @ParameterizedTest
    @CsvSource({"15, 0.5327, 0.98363", "30, 0.4875, 0.98548"})
    void digits_come_out_as_faithful_as_the_reference(double perplexity, double objective, double trust) {
        double[][] digits = PcaTest.Digits.rows("x");

        Embedding plane = TSne.exact().perplexity(perplexity).of(digits);

        assertThat(plane.divergence()).isLessThan(1.02 * objective);
        assertThat(trustworthiness(digits, plane.points(), 12)).isGreaterThanOrEqualTo(trust);
    }

    @Test
    void every_row_has_the_wanted_number_of_neighbors() {
        double[][] rows = IntStream.range(0, 30)
                .mapToObj(i -> new double[] {Math.cos(i * Math.PI / 15), Math.sin(i * Math.PI / 15)})
                .toArray(double[][]::new);

        double[] joint = Affinities.joint(rows, 7);

        double entropy = -Arrays.stream(joint, 0, 30)
                .filter(p -> p > 0)
                .map(p -> 30 * p * Math.log(30 * p))
                .sum();
        assertThat(Arrays.stream(joint).sum()).isCloseTo(1, within(1e-12));
        assertThat(Math.exp(entropy)).isCloseTo(7, within(1e-6));
    }

    @Test
    void the_seed_alone_decides_the_image() {
        double[][] rows = clusters(20);
        TSne tsne = TSne.exact().perplexity(5).iterations(300);

        assertThat(tsne.seed(3).of(rows).points())
                .isDeepEqualTo(tsne.seed(3).of(rows).points());
        assertThat(tsne.seed(3).of(rows).points()[0])
                .isNotEqualTo(tsne.seed(4).of(rows).points()[0]);
    }

    @Test
    void far_clusters_stay_apart_and_repeated_rows_do_no_harm() {
        double[][] rows = clusters(20);
        rows[1] = rows[0].clone();
        rows[2] = rows[0].clone();

        double[][] points = TSne.exact().perplexity(5).of(rows).points();

        for (int i = 0; i < 20; i++) {
            int self = i;
            double own = nearest(points, self, 0, 20);
            assertThat(own).isLessThan(nearest(points, self, 20, 40));
        }
    }

    @Test
    void samples_are_embedded_together_and_drawn_in_a_color_each() {
        double[][] rows = clusters(20);
        Map<String, Features> samples = new LinkedHashMap<>();
        samples.put("real", Features.of(Arrays.copyOfRange(rows, 0, 20)));
        samples.put("synthetic", Features.of(Arrays.copyOfRange(rows, 20, 40)));

        Embedding plane = TSne.exact().perplexity(5).iterations(300).of(samples);

        assertThat(plane.points())
                .isDeepEqualTo(
                        TSne.exact().perplexity(5).iterations(300).of(rows).points());
        assertThat(plane.chart()).hasToString("t-SNE: real (20 points), synthetic (20 points)");
    }

    /** The image shows what there is, and says what to do. */
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_descent_that_diverged_is_drawn_and_said(double lost) {
        Embedding some = new Embedding(new double[][] {{0, 1}, {lost, 2}, {lost, lost}}, Double.NaN);
        Embedding none = new Embedding(new double[][] {{lost, lost}, {lost, 1}}, Double.NaN);

        assertThat(some.chart().svg().source()).contains("diverged (2 of 3 points are not finite)");
        assertThat(none.view().html()).contains("diverged (2 of 2 points are not finite)");
        assertThat(some.toString()).endsWith("use a smaller learningRate(...) or exaggeration(...)");
    }

    @Test
    void wrong_settings_are_refused_in_one_sentence() {
        assertThatThrownBy(() -> TSne.exact().perplexity(0.5))
                .hasMessage("perplexity must be at least 1, got 0.5: use perplexity(30)");
        assertThatThrownBy(() -> TSne.exact().of(new double[10][2]))
                .hasMessage("perplexity of 10 rows must be 1 … 3.0, got 30.0: use more rows");
        assertThatThrownBy(() -> TSne.exact().of(new double[5001][1]))
                .hasMessage("exact t-SNE embeds at most 5000 rows, got 5001: take every k-th row");
    }

    private static double nearest(double[][] points, int self, int from, int to) {
        return IntStream.range(from, to)
                .filter(j -> j != self)
                .mapToDouble(j -> Neighbors.squaredDistance(points[self], points[j]))
                .min()
                .orElseThrow();
    }

    private static double[][] clusters(int each) {
        Random random = new Random(1);
        return IntStream.range(0, 2 * each)
                .mapToObj(
                        i -> random.doubles(5).map(u -> u + (i < each ? 0 : 50)).toArray())
                .toArray(double[][]::new);
    }

    /** Venna and Kaski (2001): how few of the neighbors in the plane are strangers among the rows. */
    private static double trustworthiness(double[][] rows, double[][] points, int k) {
        int n = rows.length;
        double penalty = 0;
        for (int i = 0; i < n; i++) {
            int[] among = order(rows, i);
            int[] rank = new int[n];
            for (int r = 0; r < n - 1; r++) {
                rank[among[r]] = r + 1;
            }
            int[] near = order(points, i);
            for (int r = 0; r < k; r++) {
                penalty += Math.max(0, rank[near[r]] - k);
            }
        }
        return 1 - penalty * 2.0 / (n * (double) k * (2 * n - 3 * k - 1));
    }

    private static int[] order(double[][] points, int self) {
        return IntStream.range(0, points.length)
                .filter(j -> j != self)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> Neighbors.squaredDistance(points[self], points[j])))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
