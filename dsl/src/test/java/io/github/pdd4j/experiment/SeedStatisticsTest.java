package io.github.pdd4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeedStatisticsTest {
    /** Differences of the seeds 0.1, 0.3 and 0.2: mean 0.2, standard deviation 0.1; t of 0.975 with 2 degrees 4.302653. */
    @Test
    void the_seed_is_the_unit() {
        SeedStatistics found = SeedStatistics.of(
                List.of(new double[] {1.0, 2.2}, new double[] {1.5, 2.1}, new double[] {1.1, 2.3}),
                List.of(new double[] {1.0, 2.0}, new double[] {1.0, 2.0}, new double[] {1.0, 2.0}));

        double half = 4.302652729911275 * 0.1 / Math.sqrt(3);
        assertThat(found.mean()).isCloseTo(0.2, within(1e-12));
        assertThat(found.low()).isCloseTo(0.2 - half, within(1e-9));
        assertThat(found.high()).isCloseTo(0.2 + half, within(1e-9));
        // Two-sided p of t = 0.2 / (0.1 / √3) with 2 degrees of freedom: 1 − t / √(t² + 2).
        double t = 2 * Math.sqrt(3);
        assertThat(found.p()).isCloseTo(1 - t / Math.sqrt(t * t + 2), within(1e-9));
        assertThat(found.seeds()).isEqualTo(3);
        assertThat(found.images()).isEqualTo(2);
        assertThat(found.imageLow()).isBetween(0.19, 0.2 + 1e-9);
        assertThat(found.imageHigh()).isBetween(0.2 - 1e-9, 0.21);
    }

    @Test
    void replicated_images_do_not_make_trainings_certain() {
        double[] one = IntStream.range(0, 100).mapToDouble(i -> 1 + 1e-3 * i).toArray();
        double[] shifted =
                IntStream.range(0, 100).mapToDouble(i -> 1.5 + 1e-3 * i).toArray();
        SeedStatistics single = SeedStatistics.of(List.of(shifted), List.of(one));
        SeedStatistics two = SeedStatistics.of(List.of(shifted, one), List.of(one, shifted));

        assertThat(single.p()).isNaN();
        assertThat(single.low()).isNaN();
        assertThat(single.imageLow()).isGreaterThan(0);
        assertThat(two.p()).isGreaterThan(0.9);
        assertThat(SeedStatistics.of(List.of(one, one), List.of(one, one)).p()).isOne();
    }

    @Test
    void no_point_beats_one_on_the_front_and_one_on_the_front_beats_every_other() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 200; trial++) {
            boolean higherX = random.nextBoolean();
            boolean higherY = random.nextBoolean();
            List<double[]> points = IntStream.range(0, 1 + random.nextInt(12))
                    .mapToObj(i ->
                            new double[] {random.nextInt(5), random.nextInt(20) == 0 ? Double.NaN : random.nextInt(5)})
                    .toList();
            List<Integer> front = ParetoFront.of(points, higherX, higherY);
            for (int i = 0; i < points.size(); i++) {
                double[] point = points.get(i);
                boolean finite = Double.isFinite(point[1]);
                boolean beaten = points.stream().anyMatch(other -> beats(other, point, higherX, higherY));
                assertThat(front.contains(i)).isEqualTo(finite && !beaten);
                assertThat(!finite
                                || front.contains(i)
                                || front.stream().anyMatch(f -> beats(points.get(f), point, higherX, higherY)))
                        .isTrue();
            }
        }
    }

    private static boolean beats(double[] a, double[] b, boolean higherX, boolean higherY) {
        double x = (a[0] - b[0]) * (higherX ? 1 : -1);
        double y = (a[1] - b[1]) * (higherY ? 1 : -1);
        return x >= 0 && y >= 0 && x + y > 0;
    }
}
