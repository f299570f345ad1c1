package io.github.pdd4j.loss;

import static io.github.pdd4j.Pdd.heatMaps;
import static io.github.pdd4j.Pdd.slimVgg19;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.network.FeatureMap;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.view.HeatMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person looks at outside of a training is what the distances compare in it. */
class FeatureMapTest {
    private static final String LAYER = "conv2_1";
    private static final List<Image> IMAGES = List.of(1, 2, 3, 4).stream()
            .map(seed -> TestImages.image(seed, 24, 20))
            .toList();

    private static FeatureMap map(int image) {
        return slimVgg19().map(LAYER, IMAGES.get(image));
    }

    private static PerDomain features(Scope scope, int labeled, int unlabeled) {
        var loaded = slimVgg19().in(Precision.FLOAT32, scope);
        List<NDArray> batches = List.of(
                scope.tensor(IMAGES.get(labeled).values(), 1, 3, 20, 24),
                scope.tensor(IMAGES.get(unlabeled).values(), 1, 3, 20, 24));
        List<NDArray> found =
                loaded.of(batches, List.of(LAYER)).values().iterator().next();
        return new PerDomain(found.get(0), found.get(1));
    }

    @Test
    void the_norm_of_the_difference_of_grams_is_r_inter_at_this_layer() {
        HeatMap unlabeled = map(1).minus(map(3)).gram();
        HeatMap labeled = map(0).minus(map(2)).gram();

        try (Scope scope = Scope.inference()) {
            float distance = InterDistance.GRAM_OF_DIFFERENCE
                    .between(features(scope, 0, 1), features(scope, 2, 3))
                    .getFloat();
            assertThat(unlabeled.minus(labeled).norm()).isCloseTo(distance, within(1e-4 * distance));
        }
    }

    @Test
    void the_mean_of_the_cross_entropy_is_r_intra_at_this_layer() {
        FeatureMap specialist = map(1).minus(map(0)).abs();
        FeatureMap generalist = map(3).minus(map(2)).abs();

        try (Scope scope = Scope.inference()) {
            float distance = IntraDistance.CROSS_ENTROPY
                    .between(features(scope, 0, 1), features(scope, 2, 3))
                    .getFloat();
            assertThat(specialist.crossEntropy(generalist).mean()).isCloseTo(distance, within(1e-4 * distance));
        }
        assertThat(generalist.crossEntropy(generalist).mean())
                .isLessThan(specialist.crossEntropy(generalist).mean());
    }

    @Test
    void lengths_are_those_of_the_vectors_of_channels() {
        FeatureMap map = map(0);
        double sum = 0;
        for (int c = 0; c < map.channels(); c++) {
            sum += Math.pow(map.channel(c).value(3, 5), 2);
        }
        assertThat(map.lengths().value(3, 5)).isCloseTo(Math.sqrt(sum), within(1e-9));
        assertThat(List.of(map.channels(), map.height(), map.width())).containsExactly(64, 10, 12);
    }

    @Test
    void maps_of_different_layers_or_sizes_are_refused() {
        FeatureMap other = slimVgg19().map("conv3_1", IMAGES.get(0));
        assertThatThrownBy(() -> map(0).minus(other))
                .hasMessage("feature maps must be of one layer and of images of one size, got features at conv2_1,"
                        + " 64 channels of 10×12 and features at conv3_1, 128 channels of 5×6:"
                        + " map two images of equal size at one layer");
        assertThatThrownBy(() -> map(0).lengths().minus(other.lengths()))
                .hasMessageContaining("equal sizes to be subtracted, got 10×12 and 5×6");
    }

    @Test
    void maps_beside_each_other_have_one_scale_of_colors() {
        HeatMap low = new HeatMap("low", new double[][] {{0, 1}});
        HeatMap high = new HeatMap("high", new double[][] {{2, 4}});

        assertThat(heatMaps(low, high).toString()).contains("black is 0, bright 2 and more");
        assertThat(heatMaps(low, high.minus(low)).end()).isEqualTo(2);
        assertThat(heatMaps(low.minus(high)).toString()).contains("red 2 and more, blue −2 and less");
        assertThat(heatMaps(low).view().html())
                .isNotEqualTo(heatMaps(low, high).view().html());
        assertThatThrownBy(() -> new HeatMap("bad", new double[][] {{Double.NaN}}))
                .hasMessageContaining("must be finite");
    }

    @Test
    void a_map_in_multiples_of_its_mean_is_the_same_whatever_the_size_of_its_values() {
        HeatMap map = new HeatMap("edges", new double[][] {{0, 1}, {2, 5}});

        HeatMap relative = map.times(1000).times(1 / map.times(1000).mean());

        assertThat(relative.name()).isEqualTo("edges");
        assertThat(relative.minus(new HeatMap("", new double[][] {{0, 0.5}, {1, 2.5}}))
                        .norm())
                .isCloseTo(0, within(1e-12));
        HeatMap black = new HeatMap("black", new double[][] {{0}});
        assertThatThrownBy(() -> black.times(1 / black.mean()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("factor", "Infinity", "black");
    }
}
