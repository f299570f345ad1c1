package io.github.pdd4j.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImageTest {
    private final Image image = numbered(3, 4, 5);

    @Test
    void values_are_planar_and_copied() {
        float[] given = {0, 1, 2, 3, 4, 5};
        Image gray = Image.of(1, 2, 3, given);
        given[0] = 9;
        gray.values()[1] = 9;

        assertThat(gray.values()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(gray.value(0, 1, 2)).isEqualTo(5);
        assertThat(image.value(2, 3, 4)).isEqualTo(59 / 60f);
    }

    @Test
    void a_image_can_be_drawn_without_a_copy() {
        Image drawn = Image.drawn(1, 2, 3, values -> values[4] = 0.5f);

        assertThat(drawn.value(0, 1, 1)).isEqualTo(0.5f);
        assertThat(drawn.value(0, 0, 0)).isZero();
        assertThatThrownBy(() -> Image.drawn(3, -1, 3, values -> {}))
                .hasMessage("an image needs channels * height * width values, got 0 for 3 * -1 * 3: give planar values"
                        + " with sides of at least 1");
    }

    @Test
    void crop_takes_the_window_and_refuses_one_that_sticks_out() {
        Image window = image.crop(1, 2, 3, 2);

        assertThat(window.sizeText()).isEqualTo("3x2");
        assertThat(window.value(1, 0, 0)).isEqualTo(image.value(1, 2, 1));
        assertThat(window.value(2, 1, 2)).isEqualTo(image.value(2, 3, 3));
        assertThatThrownBy(() -> image.crop(3, 0, 3, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a crop must lie inside the image, got 3x4 at column 3, row 0 of 5x4: "
                        + "use a smaller window");
        assertThatThrownBy(() -> image.crop(Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 1))
                .hasMessageStartingWith("a crop must lie inside");
        assertThatThrownBy(() -> image.crop(0, 2, 5, 3)).hasMessageStartingWith("a crop must lie inside");
        assertThatThrownBy(() -> image.crop(0, Integer.MAX_VALUE, 1, Integer.MAX_VALUE))
                .hasMessageStartingWith("a crop must lie inside");
    }

    @Test
    void sides_are_cropped_to_multiples_of_a_factor_up_to_the_shorter_side() {
        assertThat(image.croppedToMultipleOf(1)).isSameAs(image);
        assertThat(image.croppedToMultipleOf(2)).isEqualTo(image.crop(0, 0, 4, 4));
        assertThat(numbered(1, 3, 4).croppedToMultipleOf(2))
                .isEqualTo(numbered(1, 3, 4).crop(0, 0, 4, 2));
        assertThat(image.croppedToMultipleOf(4).sizeText()).isEqualTo("4x4");
        assertThatThrownBy(() -> image.croppedToMultipleOf(5))
                .hasMessage("a factor must be from 1 to the shorter side, got 5 for an image of 5x4: use a smaller"
                        + " factor or a larger image");
        assertThatThrownBy(() -> image.croppedToMultipleOf(0)).hasMessageStartingWith("a factor must be from 1");
    }

    @Test
    void equal_images_are_one_key_and_say_what_they_are() {
        Set<Image> seen = Set.of(image);

        assertThat(seen.contains(numbered(3, 4, 5))).isTrue();
        assertThat(Stream.of(numbered(3, 4, 5), numbered(3, 5, 4), numbered(1, 12, 5), numbered(3, 2, 10)))
                .extracting(Image::hashCode)
                .doesNotHaveDuplicates();
        assertThat(image).hasToString("RGB image of 5x4");
        assertThat(numbered(1, 2, 2)).hasToString("gray image of 2x2");
        assertThat(numbered(4, 2, 2)).hasToString("RGBA image of 2x2");
    }

    @Test
    void flips_and_transposition_move_every_pixel_and_undo_themselves() {
        assertThat(image.flippedHorizontally().value(1, 2, 0)).isEqualTo(image.value(1, 2, 4));
        assertThat(image.flippedVertically().value(1, 0, 3)).isEqualTo(image.value(1, 3, 3));
        assertThat(image.transposed().value(2, 4, 1)).isEqualTo(image.value(2, 1, 4));
        assertThat(image.flippedHorizontally().flippedHorizontally()).isEqualTo(image);
        assertThat(image.flippedVertically().flippedVertically()).isEqualTo(image);
        assertThat(image.transposed().transposed()).isEqualTo(image);
    }

    @Test
    void quantized_clips_and_rounds_ties_to_even() {
        Image wild = Image.of(1, 1, 6, new float[] {-0.2f, 1.3f, 0.5f, 1.4f / 255, 0.5f / 255, Float.NaN});

        assertThat(wild.quantized().values()).containsExactly(0, 1, 128 / 255f, 1 / 255f, 0, 0);
        assertThat(wild.clipped().values()).containsExactly(0, 1, 0.5f, 1.4f / 255, 0.5f / 255, 0);
    }

    @Test
    void rgb_repeats_gray_and_drops_alpha() {
        assertThat(numbered(1, 2, 2).rgb().values())
                .containsExactly(0, 0.25f, 0.5f, 0.75f, 0, 0.25f, 0.5f, 0.75f, 0, 0.25f, 0.5f, 0.75f);
        assertThat(numbered(4, 1, 2).rgb().values()).containsExactly(0, 0.125f, 0.25f, 0.375f, 0.5f, 0.625f);
        assertThat(image.rgb()).isSameAs(image);
    }

    @Test
    void impossible_channels_and_sizes_are_refused() {
        assertThatThrownBy(() -> Image.of(2, 1, 1, new float[2]))
                .hasMessage("image channels must be 1 (gray), 3 (RGB) or 4 (RGBA), got 2: "
                        + "give each plane as a gray image");
        assertThatThrownBy(() -> Image.of(1, 65536, 65536, new float[0]))
                .hasMessage("an image needs channels * height * width values, got 0 for 1 * 65536 * 65536: "
                        + "give planar values with sides of at least 1");
    }

    static Image numbered(int channels, int height, int width) {
        float[] chw = new float[channels * height * width];
        for (int i = 0; i < chw.length; i++) {
            chw[i] = (float) i / chw.length;
        }
        return Image.of(channels, height, width, chw);
    }

    @Test
    void a_zoom_is_the_same_part_at_every_scale_and_a_center_is_in_the_middle() {
        Image large = Image.drawn(1, 96, 128, values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = i;
            }
        });
        assertThat(large.zoom(0.25, 0.5, 0.5)).isEqualTo(large.crop(32, 48, 48, 48));
        assertThat(large.center(16)).isEqualTo(large.crop(56, 40, 16, 16));
        // 0.33 · 32 and 0.3 · 24 are no whole pixels: those of the small image, times four
        Image small = Image.of(1, 24, 32, new float[24 * 32]);
        assertThat(Region.of(0.33, 0.3, 0.3).in(large, small)).isEqualTo(large.crop(44, 28, 28, 28));
        assertThatThrownBy(() -> large.zoom(0.7, 0, 0.5))
                .hasMessageStartingWith(
                        "zoom must lie inside the image, got x 0.7, y 0.0 and side 0.5, which is 48 pixels");
        assertThatThrownBy(() -> large.zoom(32, 4, 48)).hasMessageContaining("or crop for pixels");
        assertThatThrownBy(() -> large.center(97)).hasMessageStartingWith("side of the center must be 1 … 96");
    }

    @Test
    void means_are_those_of_the_channels() {
        assertThat(Image.of(3, 1, 2, new float[] {0, 1, 0.5f, 0.5f, 0.25f, 0}).means())
                .containsExactly(0.5, 0.5, 0.125);
    }
}
