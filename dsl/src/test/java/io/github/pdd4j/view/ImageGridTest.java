package io.github.pdd4j.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    @Test
    void images_are_enlarged_by_whole_factors_to_the_size_of_their_row_and_stand_on_one_line() throws IOException {
        Image low = Image.of(3, 1, 2, new float[] {1, 0, 0, 1, 0, 0});
        Image high = constant(8, 8, 0);

        BufferedImage bitmap = decoded(ImageGrid.of(new Captioned("", low), new Captioned("", high)));

        assertThat(bitmap.getWidth()).isEqualTo(10 + 8 + 10 + 8 + 10);
        assertThat(bitmap.getHeight()).isEqualTo(10 + 8 + 10);
        assertThat(bitmap.getRGB(13, 14)).isEqualTo(0xFFFF0000);
        assertThat(bitmap.getRGB(14, 17)).isEqualTo(0xFF00FF00);
        assertThat(bitmap.getRGB(14, 13)).isEqualTo(0xFFFFFFFF);
        assertThat(bitmap.getRGB(28, 10)).isEqualTo(0xFF000000);
    }

    @Test
    void zoom_and_rows_and_captions_take_their_space() throws IOException {
        ImageGrid grid = ImageGrid.of(new Captioned("one", constant(20, 30, 0.5f)))
                .row(new Captioned("", constant(10, 10, 0)))
                .zoom(3);

        BufferedImage bitmap = decoded(grid);

        assertThat(bitmap.getWidth()).isEqualTo(10 + 90 + 10);
        assertThat(bitmap.getHeight()).isEqualTo(10 + 60 + 10 + 22 + 30 + 10);
        boolean written =
                Arrays.stream(bitmap.getRGB(0, 70, 110, 20, null, 0, 110)).anyMatch(rgb -> (rgb & 0xFF) < 0x80);
        assertThat(written).isTrue();
        assertThat(grid).hasToString("one (30×20)\n (10×10)");
    }

    @Test
    void grids_that_cannot_be_drawn_are_refused() {
        Captioned cell = new Captioned("a", constant(2000, 2000, 0));

        assertThatThrownBy(() -> ImageGrid.of(cell).zoom(17))
                .hasMessage("zoom of an image grid must be 1 … 16, got 17: try zoom(2)");
        assertThatThrownBy(() -> ImageGrid.of(cell).zoom(16).png())
                .hasMessage(
                        "an image grid must have at most 40 million pixels, got 32020 × 32042: crop the images or lower the zoom");
        assertThatThrownBy(ImageGrid::of)
                .hasMessageStartingWith("a row of an image grid must have at least one image, got none");
    }

    private static Image constant(int height, int width, float value) {
        float[] values = new float[3 * height * width];
        Arrays.fill(values, value);
        return Image.of(3, height, width, values);
    }

    private static BufferedImage decoded(ImageGrid grid) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(grid.png().bytes()));
    }

    @Test
    void a_grid_shows_the_same_part_of_all() {
        Image large = TestImages.image(1, 64, 64);
        Image small = Resampling.OPENCV_AREA.downscale(large, 4);
        ImageGrid grid = Pdd.grid(List.of(Pdd.captioned("small", small), Pdd.captioned("large", large)))
                .row(Pdd.captioned("large", large))
                .zoom(0.3, 0.3, 0.5)
                .zoom(2);

        assertThat(grid.zoom()).isEqualTo(2);
        assertThat(grid.rows().get(0).get(0).image()).isEqualTo(small.crop(5, 5, 8, 8));
        assertThat(grid.rows().get(0).get(1).image()).isEqualTo(large.crop(20, 20, 32, 32));
        assertThat(grid.rows().get(1).get(0).image()).isEqualTo(large.crop(20, 20, 32, 32));
    }
}
