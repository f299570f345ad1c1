package io.github.pdd4j.analysis;

import static io.github.pdd4j.Pdd.smallSrResNet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LowLevelTest {
    private final LowLevel features = LowLevel.of(smallSrResNet()).patch(16);
    private final List<Image> images = IntStream.of(40, 16, 64, 33)
            .mapToObj(side -> TestImages.image(side, side, 70))
            .toList();

    @Test
    void some_rows_are_among_all_in_their_order_and_always_the_same() {
        List<double[]> all = List.of(features.of(images).rows());

        List<double[]> some = List.of(features.maxRows(7).of(images).rows());

        int[] places = some.stream()
                .mapToInt(row -> IntStream.range(0, all.size())
                        .filter(i -> Arrays.equals(all.get(i), row))
                        .findFirst()
                        .orElseThrow())
                .toArray();
        assertThat(all).hasSize((2 + 1 + 4 + 2) * 4);
        assertThat(places).hasSize(7).isSorted().doesNotHaveDuplicates();
        assertThat(features.maxRows(7).of(Images.of(images)).rows()).isDeepEqualTo(some.toArray(double[][]::new));
        assertThat(features.maxRows(36).of(images).rows()).isDeepEqualTo(all.toArray(double[][]::new));
    }

    /** All rows of these images would take five times the memory that the tests have. */
    @Test
    void what_is_not_drawn_is_not_held() {
        List<Image> many = Collections.nCopies(20_000, TestImages.image(1, 96, 96));
        long rows = 20_000L * 36;

        double[][] drawn = features.maxRows(20).of(many).rows();

        assertThat(8 * rows * drawn[0].length)
                .isGreaterThan(5 * Runtime.getRuntime().maxMemory());
        assertThat(drawn).hasDimensions(20, drawn[0].length);
    }

    @Test
    void a_image_smaller_than_a_patch_is_refused_whatever_is_drawn() {
        List<Image> small = List.of(images.get(0), TestImages.image(1, 15, 40));

        assertThatThrownBy(() -> features.maxRows(1).of(small))
                .hasMessageStartingWith("size of a patch must be 1 … the sides of the feature map 15 × 40, got 16");
    }
}
