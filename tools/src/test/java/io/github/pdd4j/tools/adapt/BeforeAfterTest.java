package io.github.pdd4j.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.github.pdd4j.TestWeights;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.SuperResolutionConfig;
import io.github.pdd4j.network.compact.Compact;
import io.github.pdd4j.tools.paint.SyntheticImages;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.ImageGrid;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BeforeAfterTest {
    private static final SuperResolutionConfig FORM = Compact.sized(4, 8, 2);
    private static final Network BEFORE = new Network(FORM, TestWeights.of(FORM, 1), "before");
    private static final Network AFTER = new Network(FORM, TestWeights.of(FORM, 2), "after");

    /** Around the texture of 40x40 pixels at (130, 90). */
    private static final Pattern PLACE = Pattern.compile("before: a at \\((12[048]), (8[48])\\)");

    @Test
    void the_place_with_most_detail_is_shown_as_both_networks_upscale_the_whole_photograph() {
        Image texture = SyntheticImages.image(3, 40, 40).rgb();
        Image photograph = Image.drawn(3, 160, 200, values -> {
            Arrays.fill(values, 0.5f);
            for (int i = 0; i < 3 * 40 * 40; i++) {
                values[(i / 1600 * 160 + 90 + i / 40 % 40) * 200 + 130 + i % 40] = texture.values()[i];
            }
        });

        ImageGrid grid = BeforeAfter.of(
                BEFORE,
                AFTER,
                "after",
                Images.of(
                        List.of("flat", "a"),
                        List.of(Image.drawn(3, 20, 20, values -> Arrays.fill(values, 0.2f)), photograph)));

        assertThat(grid.rows()).hasSize(2);
        List<Captioned> row = grid.rows().get(0);
        Matcher place = PLACE.matcher(row.get(0).caption());
        assertThat(place.matches()).as(row.get(0).caption()).isTrue();
        assertThat(row.get(1).caption()).isEqualTo("after");
        int x = 4 * Integer.parseInt(place.group(1));
        int y = 4 * Integer.parseInt(place.group(2));
        assertClose(row.get(0).image(), BEFORE.upscale(photograph).crop(x, y, 192, 192));
        assertClose(row.get(1).image(), AFTER.upscale(photograph).crop(x, y, 192, 192));
        assertThat(grid.rows().get(1).get(0).image().width())
                .as("smaller than a place")
                .isEqualTo(80);
        assertThat(grid.png().bytes()).isNotEmpty();
    }

    private static void assertClose(Image actual, Image expected) {
        assertThat(actual.sizeText()).isEqualTo(expected.sizeText());
        for (int i = 0; i < actual.values().length; i += 97) {
            assertThat(actual.values()[i]).isCloseTo(expected.values()[i], offset(1e-4f));
        }
    }
}
