package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExtentTest {
    @Test
    void strides_of_the_rows_order_are_dense_and_others_are_not() {
        assertThat(Extent.dense(2, 3, 4).strides()).containsExactly(12, 4, 1);
        assertThat(Extent.dense(2, 0, 4).strides()).containsExactly(4, 4, 1);
        assertThat(new Extent(5, new long[] {2, 3}, new long[] {3, 1}).isDense())
                .isTrue();
        assertThat(new Extent(0, new long[] {2, 3}, new long[] {1, 2}).isDense())
                .isFalse();
        assertThat(new Extent(0, new long[] {1, 3}, new long[] {77, 1}).isDense())
                .isTrue();
    }

    @Test
    void every_number_must_lie_in_the_storage() {
        Extent everyOther = new Extent(1, new long[] {3}, new long[] {2});

        assertThat(everyOther.fits(6)).isTrue();
        assertThat(everyOther.fits(5)).isFalse();
        assertThat(everyOther.span()).isEqualTo(5);
        assertThat(new Extent(-1, new long[] {2}, new long[] {1}).fits(9)).isFalse();
        assertThat(new Extent(3, new long[] {2}, new long[] {-1}).fits(9)).isFalse();
        assertThat(new Extent(0, new long[] {2}, new long[] {1, 1}).fits(9)).isFalse();
        assertThat(new Extent(0, new long[] {4}, new long[] {0}).fits(4)).isTrue();
        assertThat(new Extent(0, new long[] {5}, new long[] {0}).fits(4)).isFalse();
    }

    @Test
    void dimensions_end_at_pytorchs_limit() {
        assertThat(Extent.dense(ones(Extent.MOST_DIMENSIONS)).fits(1)).isTrue();
        assertThat(Extent.dense(ones(Extent.MOST_DIMENSIONS + 1)).fits(1)).isFalse();
    }

    private static long[] ones(int dimensions) {
        long[] ones = new long[dimensions];
        Arrays.fill(ones, 1);
        return ones;
    }
}
