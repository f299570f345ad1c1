package io.github.pdd4j;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares with reference values: the largest deviation, relative to the largest reference value. */
public final class Agreement {
    private Agreement() {}

    public static void assertAgrees(float[] actual, float[] expected, double relative) {
        assertThat(actual).hasSameSizeAs(expected);
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isFinite();
            worst = Math.max(worst, Math.abs((double) actual[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        assertThat(worst / largest)
                .as("largest deviation, relative to the largest reference value")
                .isLessThan(relative);
    }

    public static void assertAgrees(double actual, double expected, double relative) {
        assertThat(Math.abs(actual - expected) / Math.abs(expected))
                .as("deviation of %s from %s", actual, expected)
                .isLessThan(relative);
    }
}
