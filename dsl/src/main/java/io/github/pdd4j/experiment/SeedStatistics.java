package io.github.pdd4j.experiment;

import io.github.pdd4j.metric.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.inference.TTest;

/**
 * The difference of two variants, paired by seed and image, with the seed as the unit.
 *
 * @param mean mean of A − B over seeds and images
 * @param low lower end of the 95 % interval over seeds (Student's t); NaN with fewer than two seeds
 * @param high upper end of it
 * @param p of the paired t-test over seeds, two-sided; NaN with fewer than two seeds
 * @param seeds number of seeds
 * @param imageLow lower end of the 95 % bootstrap interval over images, of the difference averaged over seeds; NaN with
 *     fewer than two images
 * @param imageHigh upper end of it
 * @param images number of images
 */
record SeedStatistics(
        double mean, double low, double high, double p, int seeds, double imageLow, double imageHigh, int images) {
    private static final double TAIL = 0.975;

    /**
     * Compares scores by seed and image.
     *
     * @param a scores of A, one array for each seed, one value for each image
     * @param b scores of B for the same seeds and images
     */
    static SeedStatistics of(List<double[]> a, List<double[]> b) {
        int seeds = a.size();
        int images = a.get(0).length;
        double[] bySeed = new double[seeds];
        double[] byImage = new double[images];
        for (int seed = 0; seed < seeds; seed++) {
            double[] ours = a.get(seed);
            double[] theirs = b.get(seed);
            double[] differences = IntStream.range(0, images)
                    .mapToDouble(image -> ours[image] - theirs[image])
                    .toArray();
            bySeed[seed] = Mean.of(differences).getAsDouble();
            for (int image = 0; image < images; image++) {
                byImage[image] += differences[image] / seeds;
            }
        }
        double mean = Mean.of(bySeed).getAsDouble();
        double half = Double.NaN;
        double p = Double.NaN;
        if (seeds > 1) {
            double deviation = StandardDeviation.of(bySeed).getAsDouble();
            half = new TDistribution(seeds - 1).inverseCumulativeProbability(TAIL) * deviation / Math.sqrt(seeds);
            // Seeds that agree exactly leave nothing to test: equal networks, or a difference without any spread.
            p = deviation > 0 ? TTest.withDefaults().test(bySeed).getPValue() : mean == 0 ? 1 : Double.NaN;
        }
        boolean isTestable = images > 1 && Arrays.stream(byImage).allMatch(Double::isFinite);
        Bootstrap.Interval interval =
                isTestable ? Bootstrap.ofMean(byImage) : new Bootstrap.Interval(Double.NaN, Double.NaN);
        return new SeedStatistics(mean, mean - half, mean + half, p, seeds, interval.low(), interval.high(), images);
    }
}
