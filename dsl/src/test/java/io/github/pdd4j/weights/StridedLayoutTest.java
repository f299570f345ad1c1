package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StridedLayoutTest {
    @Test
    void strides_of_the_rows_order_are_dense_and_others_are_not() {
        assertThat(StridedLayout.dense(2, 3, 4).strides()).containsExactly(12, 4, 1);
        assertThat(StridedLayout.dense(2, 0, 4).strides()).containsExactly(4, 4, 1);
        assertThat(new StridedLayout(5, new long[] {2, 3}, new long[] {3, 1}).isDense())
                .isTrue();
        assertThat(new StridedLayout(0, new long[] {2, 3}, new long[] {1, 2}).isDense())
                .isFalse();
        assertThat(new StridedLayout(0, new long[] {1, 3}, new long[] {77, 1}).isDense())
                .isTrue();
    }

    @Test
    void every_number_must_lie_in_the_storage() {
        StridedLayout everyOther = new StridedLayout(1, new long[] {3}, new long[] {2});

        assertThat(everyOther.fits(6)).isTrue();
        assertThat(everyOther.fits(5)).isFalse();
        assertThat(everyOther.span()).isEqualTo(5);
        assertThat(new StridedLayout(-1, new long[] {2}, new long[] {1}).fits(9))
                .isFalse();
        assertThat(new StridedLayout(3, new long[] {2}, new long[] {-1}).fits(9))
                .isFalse();
        assertThat(new StridedLayout(0, new long[] {2}, new long[] {1, 1}).fits(9))
                .isFalse();
        assertThat(new StridedLayout(0, new long[] {4}, new long[] {0}).fits(4)).isTrue();
        assertThat(new StridedLayout(0, new long[] {5}, new long[] {0}).fits(4)).isFalse();
    }

    @Test
    void dimensions_end_at_pytorchs_limit() {
        assertThat(StridedLayout.dense(ones(StridedLayout.MAX_DIMENSIONS)).fits(1))
                .isTrue();
        assertThat(StridedLayout.dense(ones(StridedLayout.MAX_DIMENSIONS + 1)).fits(1))
                .isFalse();
    }

    private static long[] ones(int dimensions) {
        long[] ones = new long[dimensions];
        Arrays.fill(ones, 1);
        return ones;
    }
}
