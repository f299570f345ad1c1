package io.github.pdd4j.experiment;

import java.util.List;
import java.util.stream.IntStream;

/** The points that no other point beats in both coordinates. */
final class ParetoFront {
    private ParetoFront() {}

    /**
     * Finds the front.
     *
     * @param points each {x, y}; those that are not finite are never on the front
     * @param higherX whether a larger x is better
     * @param higherY whether a larger y is better
     * @return indices of the points on the front, in the order of the points
     */
    static List<Integer> of(List<double[]> points, boolean higherX, boolean higherY) {
        return IntStream.range(0, points.size())
                .filter(i -> isFinite(points.get(i)))
                .filter(i -> points.stream()
                        .filter(ParetoFront::isFinite)
                        .noneMatch(other -> dominates(other, points.get(i), higherX, higherY)))
                .boxed()
                .toList();
    }

    private static boolean isFinite(double[] point) {
        return Double.isFinite(point[0]) && Double.isFinite(point[1]);
    }

    /** Whether a point is at least as good in both coordinates and better in one. */
    private static boolean dominates(double[] a, double[] b, boolean higherX, boolean higherY) {
        int x = Double.compare(a[0], b[0]) * (higherX ? 1 : -1);
        int y = Double.compare(a[1], b[1]) * (higherY ? 1 : -1);
        return x >= 0 && y >= 0 && x + y > 0;
    }
}
