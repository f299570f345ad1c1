package io.github.pdd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tiny images in the layouts in which the sets are unpacked. */
class DatasetsTest {
    private static final Image TRUTH = TestImages.image(2, 64, 48);
    private static final Image INPUT =
            Resampling.MATLAB_BICUBIC.downscale(TRUTH, 4).quantized();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void realsr_has_both_sides_in_one_folder_for_each_camera_part_and_scale() throws IOException {
        put(TRUTH, "Canon/Test/4/Canon_001_HR.png");
        put(INPUT, "Canon/Test/4/Canon_001_LR4.png");
        put(TRUTH, "Canon/Test/4/Canon_002_HR.png");
        put(INPUT, "Canon/Test/4/Canon_002_LR4.png");

        CapturedPairs pairs = Datasets.realSr(folder, "canon", "test", 4);

        assertThat(pairs.names()).containsExactly("Canon_001_HR", "Canon_002_HR");
        assertThat(pairs.low().names()).containsExactly("Canon_001_LR4", "Canon_002_LR4");
        assertThat(pairs.pair(0, 4).low()).isEqualTo(INPUT);
        assertThat(pairs.pair(1, 4).high()).isEqualTo(TRUTH);
        assertThat(Pairs.in(folder.resolve("Canon/Test/4")).names()).isEqualTo(pairs.names());
        assertThatThrownBy(() -> Datasets.realSr(folder, "Nikon", "Test", 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the folder of realsr-v3 must contain Nikon/Test/4, got " + folder
                                + " without it: run ./pdd fetch realsr-v3, which unpacks the archives or says where to get them");
    }

    @Test
    void drealsr_has_a_folder_for_each_side() throws IOException {
        put(TRUTH, "Test_x4/test_HR/Canon_10_x4.png");
        put(INPUT, "Test_x4/test_LR/Canon_10_x1.png");

        Pair pair = Datasets.dRealSr(folder, "Test", 4).pair(0, 4);
        assertThat(pair.low()).isEqualTo(INPUT);
        assertThat(pair.high()).isEqualTo(TRUTH);
    }

    @Test
    void ntire20_has_unlabeled_images_and_validation_pairs_with_the_truths_of_div2k() throws IOException {
        put(INPUT, "Corrupted-tr-x/000001.png");
        put(INPUT, "Corrupted-va-x/0801.png");
        put(TRUTH, "DIV2K_valid_HR/0801.png");

        assertThat(Datasets.ntire20(folder).load(0)).isEqualTo(INPUT);
        assertThat(Datasets.ntire20Validation(folder).pair(0, 4).high()).isEqualTo(TRUTH);
    }

    @Test
    void df2k_is_the_images_of_two_sets() throws IOException {
        put(TRUTH, "DIV2K_train_HR/0001.png");
        put(INPUT, "Flickr2K/Flickr2K_HR/000001.png");

        Images df2k = Datasets.df2k(folder);

        assertThat(df2k.names()).containsExactly("0001", "000001");
        assertThat(df2k.load(1)).isEqualTo(INPUT);
        assertThat(df2k.header(0).size()).hasToString("64x48");
        assertThat(df2k.file(1)).contains(folder.resolve("Flickr2K/Flickr2K_HR/000001.png"));
        assertThat(df2k)
                .hasToString("images(\"" + folder.resolve("DIV2K_train_HR") + "\").and(images(\""
                        + folder.resolve("Flickr2K/Flickr2K_HR") + "\"))");
    }

    private void put(Image image, String file) throws IOException {
        Path place = folder.resolve(file);
        Files.createDirectories(place.resolveSibling("."));
        ImageFiles.save(image, place);
    }
}
