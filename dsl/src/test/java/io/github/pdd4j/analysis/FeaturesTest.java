package io.github.pdd4j.analysis;

import static io.github.pdd4j.Pdd.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesTest {
    private static final Pairs PAIRS = Images.of(
                    List.of("left", "right"), List.of(TestImages.image(1, 64, 96), TestImages.image(2, 64, 64)))
            .downscaledBy(bicubic());

    private final LowLevel looking = lowLevel(smallSrResNet()).patch(16);
    private final Features features = looking.of(bicubicUpscaling(4), PAIRS);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void a_set_says_what_made_it_and_where_each_row_is_from() {
        assertThat(features.size()).isEqualTo(24 + 16);
        assertThat(features.length()).isEqualTo(features.rows()[0].length);
        assertThat(features.network()).isEqualTo(smallSrResNet().identity());
        assertThat(features.layer()).isEqualTo("residual body");
        assertThat(features.patch()).isEqualTo(16);
        assertThat(features.images()).hasSize(40);
        assertThat(features.images().subList(22, 26)).containsExactly("left", "left", "right", "right");
        assertThat(features)
                .hasToString("40 rows of " + features.length() + " numbers: residual body of "
                        + smallSrResNet().identity().name() + " "
                        + smallSrResNet().identity().checkpoint() + " in patches of 16 × 16 of 2 images");
    }

    @Test
    void predictions_are_looked_at_without_a_loop_of_the_users() {
        List<Image> predictions = IntStream.range(0, 2)
                .mapToObj(i -> bicubicUpscaling(4).upscale(PAIRS.pair(i, 4).low()))
                .toList();
        Images named = Images.of(PAIRS.names(), predictions);
        LowLevel some = looking.maxRows(7);

        assertThat(features).isEqualTo(looking.of(named)).hasSameHashCodeAs(looking.of(named));
        assertThat(features.rows()).isDeepEqualTo(looking.of(predictions).rows());
        assertThat(some.of(bicubicUpscaling(4), PAIRS)).isEqualTo(some.of(named));
        assertThat(some.of(named).images()).hasSize(7).contains("left", "right");
    }

    @Test
    void what_another_program_made_is_looked_at_too() {
        Image made = TestImages.image(3, 32, 32);
        ImageFiles.save(made, folder.resolve("made.png"));

        Features theirs = looking.of(predictions(folder, 4));

        assertThat(theirs.images()).containsExactly("made", "made", "made", "made");
    }

    @Test
    void halves_hold_every_other_row_with_its_image() {
        Features.Halves halves = features.halves();

        assertThat(halves.even().size()).isEqualTo(20);
        assertThat(halves.even().rows()[1]).isEqualTo(features.rows()[2]);
        assertThat(halves.odd().rows()[19]).isEqualTo(features.rows()[39]);
        assertThat(halves.odd().images().subList(11, 13)).containsExactly("left", "right");
        assertThat(halves.even().layer()).isEqualTo(features.layer());
    }

    @Test
    void a_set_is_taken_wherever_rows_of_numbers_are() {
        Features.Halves halves = features.halves();
        double[][] even = halves.even().rows();
        double[][] odd = halves.odd().rows();

        assertThat(halves.even().kl(halves.odd()).printAll())
                .isEqualTo(kl(halves.even(), halves.odd()).printAll())
                .isEqualTo(kl(even, odd).printAll());
        assertThat(Pca.fit(3, halves.even(), halves.odd()).explainedVariance())
                .isEqualTo(Pca.fit(3, even, odd).explainedVariance());
        assertThat(features.pca(2).project(halves.odd()).rows())
                .isDeepEqualTo(Pca.fit(2, features.rows()).project(odd));
        assertThat(features.pca(2).project(halves.odd()).images())
                .isEqualTo(halves.odd().images());
        TSne tsne = tsne().perplexity(5).iterations(250);
        assertThat(tsne.of(Map.of("even", halves.even(), "odd", halves.odd())).points())
                .isDeepEqualTo(tsne.of(Map.of("a", Features.of(even), "b", Features.of(odd)))
                        .points())
                .hasDimensions(40, 2);
        assertThat(tsne.of(features).points()).hasDimensions(40, 2);
    }

    /** Numbers of two layers or patch sizes are finite and of one type, and their distance means nothing. */
    @Test
    void sets_that_were_made_differently_are_not_compared() {
        Features wide = looking.patch(8).of(bicubicUpscaling(4), PAIRS);
        String sentence = "sets of features to compare must be made by one network, layer and patch size, got ";

        assertThatThrownBy(() -> kl(features, wide))
                .hasMessageStartingWith(sentence + "residual body of ")
                .hasMessageContaining("in patches of 8 × 8 beside residual body of ")
                .hasMessageEndingWith("in patches of 16 × 16: make both by one lowLevel(network).patch(n)");
        assertThatThrownBy(() -> Pca.fit(2, wide, features)).hasMessageStartingWith(sentence);
        assertThatThrownBy(() -> tsne().of(Map.of("a", Features.of(features.rows()), "b", features)))
                .hasMessageContaining(" beside numbers");
    }

    @Test
    void numbers_that_were_given_or_taken_are_copies() {
        double[][] given = {{1, 2}, {3, 4}};
        Features set = Features.of(given);
        given[0][0] = 9;
        set.rows()[1][1] = 9;

        assertThat(set.rows()).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
        assertThat(set).isEqualTo(Features.of(new double[][] {{1, 2}, {3, 4}})).isNotEqualTo(Features.of(given));
        assertThat(set).hasToString("2 rows of 2 numbers");
    }
}
