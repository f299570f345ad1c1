package io.github.pdd4j.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.Resampling;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureGridTest {
    @Test
    void pictures_are_enlarged_by_whole_factors_to_the_size_of_their_row_and_stand_on_one_line() throws IOException {
        Picture low = Picture.of(3, 1, 2, new float[] {1, 0, 0, 1, 0, 0});
        Picture high = constant(8, 8, 0);

        BufferedImage image = decoded(PictureGrid.of(new Captioned("", low), new Captioned("", high)));

        assertThat(image.getWidth()).isEqualTo(10 + 8 + 10 + 8 + 10);
        assertThat(image.getHeight()).isEqualTo(10 + 8 + 10);
        assertThat(image.getRGB(13, 14)).isEqualTo(0xFFFF0000);
        assertThat(image.getRGB(14, 17)).isEqualTo(0xFF00FF00);
        assertThat(image.getRGB(14, 13)).isEqualTo(0xFFFFFFFF);
        assertThat(image.getRGB(28, 10)).isEqualTo(0xFF000000);
    }

    @Test
    void zoom_and_rows_and_captions_take_their_space() throws IOException {
        PictureGrid grid = PictureGrid.of(new Captioned("one", constant(20, 30, 0.5f)))
                .row(new Captioned("", constant(10, 10, 0)))
                .zoom(3);

        BufferedImage image = decoded(grid);

        assertThat(image.getWidth()).isEqualTo(10 + 90 + 10);
        assertThat(image.getHeight()).isEqualTo(10 + 60 + 10 + 22 + 30 + 10);
        boolean written =
                Arrays.stream(image.getRGB(0, 70, 110, 20, null, 0, 110)).anyMatch(rgb -> (rgb & 0xFF) < 0x80);
        assertThat(written).isTrue();
        assertThat(grid).hasToString("one (30×20)\n (10×10)");
    }

    @Test
    void grids_that_cannot_be_drawn_are_refused() {
        Captioned cell = new Captioned("a", constant(2000, 2000, 0));

        assertThatThrownBy(() -> PictureGrid.of(cell).zoom(17))
                .hasMessage("zoom of a picture grid must be 1 … 16, got 17: try zoom(2)");
        assertThatThrownBy(() -> PictureGrid.of(cell).zoom(16).png())
                .hasMessage(
                        "a picture grid must have at most 40 million pixels, got 32020 × 32042: crop the pictures or lower the zoom");
        assertThatThrownBy(PictureGrid::of)
                .hasMessageStartingWith("a row of a picture grid must have at least one picture, got none");
    }

    private static Picture constant(int height, int width, float value) {
        float[] values = new float[3 * height * width];
        Arrays.fill(values, value);
        return Picture.of(3, height, width, values);
    }

    private static BufferedImage decoded(PictureGrid grid) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(grid.png().bytes()));
    }

    @Test
    void a_grid_shows_the_same_part_of_all() {
        Picture large = TestImages.picture(1, 64, 64);
        Picture small = Resampling.OPENCV_AREA.downscale(large, 4);
        PictureGrid grid = Pdd.grid(List.of(Pdd.captioned("small", small), Pdd.captioned("large", large)))
                .row(Pdd.captioned("large", large))
                .zoom(0.3, 0.3, 0.5)
                .zoom(2);

        assertThat(grid.zoom()).isEqualTo(2);
        assertThat(grid.rows().get(0).get(0).picture()).isEqualTo(small.crop(5, 5, 8, 8));
        assertThat(grid.rows().get(0).get(1).picture()).isEqualTo(large.crop(20, 20, 32, 32));
        assertThat(grid.rows().get(1).get(0).picture()).isEqualTo(large.crop(20, 20, 32, 32));
    }
}
