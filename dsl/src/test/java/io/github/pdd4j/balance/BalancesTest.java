package io.github.pdd4j.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.metric.FunctionMetric;
import io.github.pdd4j.metric.Psnr;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The formulas of the balances on small cases. */
class BalancesTest {
    private static final Offset<Double> CLOSE = within(1e-4);
    private static final List<String> NAMES = List.of("supervised", "rIntra", "rInter");

    /** The inner products of (-4, 1, 1) and (6, 1, 1), an example in the documentation of TorchJD 0.12. */
    private static final double[][] TORCHJD = {{18, -22}, {-22, 38}};

    @Test
    void upgrad_and_cagrad_give_the_weights_of_torchjd() {
        assertThat(ConeProjection.weights(TORCHJD)).containsExactly(new double[] {1.1109, 0.7894}, within(5e-4));
        assertThat(SimplexMinimum.cagrad(TORCHJD, 0.5)).containsExactly(new double[] {0.7041, 0.5}, CLOSE);
    }

    /** The conditions of Karush, Kuhn and Tucker are sufficient, whatever found the point. */
    @Test
    void upgrad_of_three_gradients_is_the_mean_of_their_projections() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 50; trial++) {
            double[][] gram = gram(vectors(random, 3, 4));
            double[] mean = ConeProjection.weights(gram);
            double[] expected = new double[3];
            for (int i = 0; i < 3; i++) {
                double[] v = descent(gram, i);
                for (int j = 0; j < 3; j++) {
                    expected[j] += v[j] / 3;
                }
            }
            assertThat(mean).containsExactly(expected, within(1e-6));
            for (double along : times(gram, mean)) {
                assertThat(along).as("no term grows").isGreaterThan(-1e-9);
            }
        }
    }

    /** Projected gradient descent, slow and plain. */
    private static double[] descent(double[][] gram, int at) {
        double[] v = new double[gram.length];
        v[at] = 1;
        double trace = 0;
        for (int i = 0; i < v.length; i++) {
            trace += gram[i][i];
        }
        for (int step = 0; step < 200_000; step++) {
            double[] slope = times(gram, v);
            for (int j = 0; j < v.length; j++) {
                v[j] = Math.max(j == at ? 1 : 0, v[j] - slope[j] / trace);
            }
        }
        return v;
    }

    @Test
    void cagrad_of_three_gradients_is_no_worse_than_any_other_combination() {
        SplittableRandom random = new SplittableRandom(4);
        double c = 0.5;
        for (int trial = 0; trial < 50; trial++) {
            double[][] gram = gram(vectors(random, 3, 4));
            double[] found = SimplexMinimum.cagrad(gram, c);
            double worst = worst(gram, found);
            double[] third = {1 / 3.0, 1 / 3.0, 1 / 3.0};
            double radius = c * length(gram, third);
            double[] away = {found[0] - third[0], found[1] - third[1], found[2] - third[2]};
            assertThat(length(gram, away)).isEqualTo(radius, within(1e-6));
            for (int other = 0; other < 2000; other++) {
                double[] d = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
                double scale = radius / length(gram, d);
                double[] point = {third[0] + scale * d[0], third[1] + scale * d[1], third[2] + scale * d[2]};
                assertThat(worst(gram, point)).isLessThanOrEqualTo(worst + 1e-6);
            }
        }
    }

    /** The smallest rate at which a step in this direction lets a term fall. */
    private static double worst(double[][] gram, double[] weights) {
        double[] along = times(gram, weights);
        return Math.min(along[0], Math.min(along[1], along[2]));
    }

    /**
     * Of two unit gradients with product p, UPGrad's weights w are half of PCGrad's and meet the conditions of the
     * others: equal projections (IMTL-G, and MGDA's point of smallest norm) and, but for a factor, G w = 1 / w
     * (Nash-MTL).
     */
    @Test
    void two_unit_gradients_have_one_fair_direction() {
        for (double p : new double[] {-0.9, -0.3, 0, 0.4, 0.8}) {
            double[][] unit = {{1, p}, {p, 1}};
            double pcgrad = p < 0 ? 1 - p : 1;

            double[] upgrad = ConeProjection.weights(unit);

            assertThat(upgrad).containsExactly(new double[] {pcgrad / 2, pcgrad / 2}, CLOSE);
            double[] along = times(unit, upgrad);
            assertThat(along[0]).isEqualTo(along[1], CLOSE);
            assertThat(along[0] * upgrad[0]).isEqualTo(along[1] * upgrad[1], CLOSE);
        }
        Map<String, Double> shares =
                Shares.DEFAULT.rIntra(0.5).weights(terms(Map.of("supervised", 3.0, "rIntra", 12.0)));
        assertThat(shares.get("rIntra")).isEqualTo(0.25, CLOSE);
    }

    @Test
    void shares_push_as_they_say_whatever_the_units() {
        for (double unit : new double[] {1, 1e-3, 600}) {
            Map<String, Double> norms = Map.of("supervised", 2.0, "rIntra", 5 * unit, "rInter", 0.1 * unit);
            Map<String, Double> weights = Shares.DEFAULT.rIntra(0.3).rInter(0.2).weights(terms(norms));
            double intra = number(weights, "rIntra") * 5 * unit;
            double inter = number(weights, "rInter") * 0.1 * unit;
            assertThat(intra / (intra + inter + 2)).isEqualTo(0.3, CLOSE);
            assertThat(inter / (intra + inter + 2)).isEqualTo(0.2, CLOSE);
        }
    }

    @Test
    void the_logarithms_of_the_terms_have_slopes_of_one_size() {
        BalancedTerms terms = terms(Map.of("supervised", 0.2, "rIntra", 8.0, "rInter", 0.01));
        Map<String, Double> weights = new Invariant().weights(terms);
        assertThat(number(weights, "rIntra") * 8.0).isEqualTo(0.2, CLOSE);
        assertThat(number(weights, "rInter") * 0.01).isEqualTo(0.2, CLOSE);
    }

    @Test
    void random_weights_have_their_start_as_mean_and_depend_on_seed_and_iteration_only() {
        double sum = 0;
        for (int iteration = 1; iteration <= 20_000; iteration++) {
            sum += number(
                    new RandomWeights(1).weights(terms(iteration, Map.of("supervised", 1.0, "rIntra", 1.0))), "rIntra");
        }
        assertThat(sum / 20_000).isEqualTo(1, within(0.02));
        BalancedTerms terms = terms(7, Map.of("supervised", 1.0, "rIntra", 1.0));
        assertThat(new RandomWeights(1).weights(terms)).isEqualTo(new RandomWeights(1).weights(terms));
        assertThat(new RandomWeights(1).weights(terms)).isNotEqualTo(new RandomWeights(2).weights(terms));
    }

    /** θ_t = 1 + κ_i Σ e + κ_p (ξ_t − ξ_0), the sum of the increments of the controller. */
    @Test
    void the_multiplier_of_an_aim_is_a_sum_of_violations_and_their_damped_change() {
        Aim aim = Aim.of(new Keep(Psnr.rgb()).within(0.3));
        Map<String, Double> state = new HashMap<>();
        double[] violations = {-1, -0.5, 0.4, 2, 1.5, -0.2};
        double integral = 0;
        double smoothed = violations[0];
        for (double violation : violations) {
            integral += violation;
            smoothed = 0.9 * smoothed + 0.1 * violation;
            double multiplier = number(aim.weights(violated(violation, state)), "supervised");
            assertThat(multiplier).isEqualTo(1 + 0.1 * integral + (smoothed - violations[0]), within(1e-12));
        }
        for (int i = 0; i < 100; i++) {
            aim.weights(violated(-1, state));
        }
        assertThat(aim.weights(violated(-1, state))).containsEntry("supervised", 0.01);
        assertThat(aim.weights(violated(2, state)).get("supervised"))
                .as("it comes back at once")
                .isGreaterThan(0.2);
    }

    @Test
    void a_violation_knows_the_direction_of_its_metric() {
        Constraint psnr = new Keep(Psnr.rgb()).within(0.5);
        assertThat(psnr.violation(30, 29)).isEqualTo(0.5);
        assertThat(psnr.violation(30, 31)).isEqualTo(-1.5);
        Constraint error = new Keep(FunctionMetric.of("error", (p, t) -> 0).lowerIsBetter()).within(0.5);
        assertThat(error.violation(30, 31)).isEqualTo(0.5);
    }

    @Test
    void values_out_of_range_are_refused() {
        assertThatThrownBy(() -> Shares.DEFAULT.rIntra(1.2))
                .hasMessage("share of rIntra must be above 0 and below 1, got 1.2: use rIntra(0.25), or leave the term"
                        + " out of the sentence by rIntra(0) there");
        assertThatThrownBy(() -> Shares.DEFAULT.rIntra(0.7).rInter(0.3))
                .hasMessageStartingWith("shares must leave something for the supervised part, got 1.000 together: ");
        assertThatThrownBy(() -> new Keep(Psnr.rgb()).within(-0.3))
                .hasMessage("margin of within(...) must be finite and above 0, got -0.3: use keep(psnr()).within(0.3)"
                        + " for at most 0.3 dB below the start");
        assertThatThrownBy(() -> new ConflictAverse(1)).hasMessageContaining("at least 0 and below 1, got 1.0");
        assertThatThrownBy(() -> terms(Map.of("rIntra", 1.0)).norm("rintra"))
                .hasMessage("a balance must ask for a term that it weighs, got \"rintra\": use one of rIntra");
        assertThatThrownBy(() -> terms(Map.of("rIntra", 1.0)).product("rIntra", "rIntra"))
                .hasMessageContaining("Measurement.PRODUCTS");
    }

    @Test
    void a_gradient_at_the_noise_of_the_others_is_not_scaled_up() {
        double[][] gram = {{1, 0}, {0, 1e-20}};
        Map<String, Double> weights = new ConflictFree().weights(terms(gram));
        assertThat(weights.get("rIntra")).isEqualTo(1000, within(1.0));
    }

    private static double number(Map<String, Double> of, String name) {
        return of.getOrDefault(name, Double.NaN);
    }

    private static BalancedTerms violated(double violation, Map<String, Double> state) {
        return new BalancedTerms(1, Map.of(), Map.of(), OptionalDouble.of(violation), state);
    }

    private static BalancedTerms terms(Map<String, Double> sizes) {
        return terms(1, sizes);
    }

    /** Terms whose values and norms are these, with weight 1. */
    private static BalancedTerms terms(int iteration, Map<String, Double> sizes) {
        Map<String, BalancedTerms.Term> terms = new LinkedHashMap<>();
        NAMES.stream()
                .filter(sizes::containsKey)
                .forEach(name ->
                        terms.put(name, new BalancedTerms.Term(1, 1, number(sizes, name), number(sizes, name))));
        return new BalancedTerms(iteration, terms, Map.of(), OptionalDouble.empty(), new HashMap<>());
    }

    private static BalancedTerms terms(double[][] gram) {
        Map<String, BalancedTerms.Term> terms = new LinkedHashMap<>();
        Map<String, Map<String, Double>> products = new LinkedHashMap<>();
        for (int i = 0; i < gram.length; i++) {
            terms.put(NAMES.get(i), new BalancedTerms.Term(1, 1, 1, 1));
            Map<String, Double> row = new LinkedHashMap<>();
            for (int j = 0; j < gram.length; j++) {
                row.put(NAMES.get(j), gram[i][j]);
            }
            products.put(NAMES.get(i), row);
        }
        return new BalancedTerms(1, terms, products, OptionalDouble.empty(), new HashMap<>());
    }

    private static double[][] vectors(SplittableRandom random, int count, int length) {
        double[][] vectors = new double[count][length];
        for (double[] vector : vectors) {
            for (int i = 0; i < length; i++) {
                vector[i] = random.nextGaussian();
            }
        }
        return vectors;
    }

    private static double[][] gram(double[][] vectors) {
        double[][] gram = new double[vectors.length][];
        for (int i = 0; i < vectors.length; i++) {
            gram[i] = times(vectors, vectors[i]);
        }
        return gram;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                product[i] += matrix[i][j] * vector[j];
            }
        }
        return product;
    }

    private static double length(double[][] gram, double[] weights) {
        double sum = 0;
        double[] along = times(gram, weights);
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * along[i];
        }
        return Math.sqrt(sum);
    }
}
