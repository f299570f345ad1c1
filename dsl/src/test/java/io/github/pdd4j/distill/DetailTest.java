package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.ImageGrid;
import org.junit.jupiter.api.Test;

class DetailTest {
    /** A gray image with a checkerboard at (36, 8). */
    private static final Image IMAGE = Image.drawn(3, 40, 64, values -> {
        for (int i = 0; i < values.length; i++) {
            int y = i / 64 % 40;
            int x = i % 64;
            boolean inside = x >= 36 && x < 60 && y >= 8 && y < 32;
            values[i] = inside ? (x + y) % 2 : 0.5f;
        }
    });

    @Test
    void the_part_with_most_detail_is_cut_out_of_every_image() {
        Detail detail = Detail.of(IMAGE, 24);

        assertThat(detail).isEqualTo(new Detail(36, 8, 24));
        ImageGrid cut = detail.in(ImageGrid.of(new Captioned("a", IMAGE), new Captioned("b", IMAGE)), IMAGE);
        assertThat(cut.rows().get(0)).extracting(Captioned::image).containsOnly(IMAGE.crop(36, 8, 24, 24));
        assertThat(cut.zoom()).isEqualTo(3);
    }

    @Test
    void of_a_small_image_all_is_shown() {
        Image small = IMAGE.crop(30, 0, 20, 16);
        assertThat(Detail.of(small, 24).side()).isEqualTo(16);
    }
}
