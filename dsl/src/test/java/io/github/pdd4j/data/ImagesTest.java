package io.github.pdd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.Pictures;
import io.github.pdd4j.image.Resampling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_folder_is_its_pictures_by_ending_or_content_in_order_of_their_names() throws IOException {
        Picture picture = TestPictures.coloured(20, 10);
        Pictures.save(picture, folder.resolve("b.png"));
        Pictures.save(picture, folder.resolve("c.jpg"));
        Files.copy(folder.resolve("b.png"), folder.resolve("a.picture"));
        Files.copy(folder.resolve("b.png"), folder.resolve(".hidden.png"));
        Files.writeString(folder.resolve("README.md"), "about");
        Files.createDirectory(folder.resolve("more.png"));

        Images images = Images.in(folder);

        assertThat(images.names()).containsExactly("a", "b", "c");
        assertThat(images.load(1)).isEqualTo(picture);
        assertThat(images).hasToString("images(\"" + folder + "\")");
        assertThat(images.subset(1, 3).names()).containsExactly("b", "c");
        assertThat(images.subset(1, 3).load(0)).isEqualTo(picture);
    }

    @Test
    void missing_and_empty_folders_and_damaged_pictures_are_told_in_a_sentence() throws IOException {
        assertThatThrownBy(() -> Images.in(folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images need a folder, got nothing at " + folder.resolve("none")
                        + ": check the path, relative ones start at "
                        + Path.of("").toAbsolutePath());
        assertThatThrownBy(() -> Images.in(folder))
                .hasMessage("images need a folder with PNG, JPEG, BMP, TIFF, WebP or GIF files, got none in " + folder
                        + ": put pictures into the folder itself, not into sub-folders");
        Files.writeString(folder.resolve("bad.png"), "no picture");
        assertThatThrownBy(() -> Images.in(folder).load(0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("a picture must be PNG, JPEG, ");
        assertThatThrownBy(() -> Images.of(List.of()))
                .hasMessage("images need as many names as pictures, at least one, got 0 and 0: "
                        + "use images(folder) for files");
    }

    @Test
    void degraded_pictures_are_always_the_same_eight_bit_pictures() {
        Images high = Images.of(List.of(TestPictures.coloured(42, 33), TestPictures.coloured(42, 33)));

        Images low = high.degradedBy(Degradations.unknown(4));

        assertThat(low.load(0).sizeText()).isEqualTo("10x8");
        assertThat(low.load(0)).isEqualTo(low.load(0).quantised()).isNotEqualTo(low.load(1));
        assertThat(high.degradedBy(Degradations.unknown(4)).load(1)).isEqualTo(low.load(1));
    }

    @Test
    void a_pair_is_the_truth_cut_to_the_scale_and_its_rounded_low_resolution() {
        Images high = Images.of(List.of("leaf"), List.of(TestPictures.coloured(42, 33)));

        Pair pair = high.downscaledBy(Resampling.MATLAB_BICUBIC).pair(0, 4);

        assertThat(pair.name()).isEqualTo("leaf");
        assertThat(pair.high()).isEqualTo(high.load(0).crop(0, 0, 40, 32));
        assertThat(pair.low())
                .isEqualTo(Resampling.MATLAB_BICUBIC.downscale(pair.high(), 4).quantised());
    }

    @Test
    void a_degradation_that_shrinks_by_another_factor_is_refused() {
        Pairs pairs = Images.of(List.of(TestPictures.coloured(40, 32))).downscaledBy(Degradations.unknown(2));

        assertThat(pairs.pair(0, 2).low().sizeText()).isEqualTo("20x16");
        assertThatThrownBy(() -> pairs.pair(0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "labeled pictures must shrink by the networks' scale 4, got 20x16 from 40x32 by Degradations.blur(2).then(")
                .hasMessageEndingWith(": use downscaled(..., 4)");
    }

    @Test
    void a_folder_with_lr_and_hr_holds_taken_pairs_and_another_one_truths() throws IOException {
        Picture high = TestPictures.coloured(41, 32);
        Picture low = Resampling.PILLOW_BOX.to(high, 10, 8);
        Files.createDirectory(folder.resolve("LR"));
        Files.createDirectory(folder.resolve("HR"));
        Pictures.save(low, folder.resolve("LR/street_LR4.png"));
        Pictures.save(high, folder.resolve("HR/street_HR.png"));

        Pair taken = Pairs.in(folder).pair(0, 4);

        assertThat(taken).isEqualTo(new Pair("street_HR", low, high.crop(0, 0, 40, 32)));
        assertThat(Pairs.in(folder.resolve("HR")).pair(0, 4).low())
                .isEqualTo(Resampling.MATLAB_BICUBIC.downscale(taken.high(), 4).quantised());
        assertThatThrownBy(() -> Pairs.in(folder).pair(0, 2))
                .hasMessage(
                        "the truth of a pair must be 2 times as large as its input, got 41x32 and 10x8 for street_HR: "
                                + "use networks of another scale or realign the pair");
    }

    @Test
    void pairs_without_partner_are_refused() {
        Picture picture = TestPictures.coloured(8, 8);
        Images one = Images.of(List.of("a"), List.of(picture));
        Images other = Images.of(List.of("b"), List.of(picture));
        Images two = Images.of(List.of("a", "b"), List.of(picture, picture));

        assertThatThrownBy(() -> Pairs.of(one, other))
                .hasMessage("pairs need equal names but for endings such as x4 or _LR4 and _HR, got a beside b: "
                        + "rename one");
        assertThatThrownBy(() -> Pairs.of(one, two))
                .hasMessage("pairs need as many low- as high-resolution pictures, got 1 and 2: "
                        + "leave out those without partner");
    }

    @Test
    void the_cache_holds_no_more_than_its_limit_and_drops_what_was_not_asked_for() {
        PictureCache cache = new PictureCache(3 * 3 * 100);
        Object owner = new Object();
        int[] loads = new int[5];
        for (int index : new int[] {0, 1, 2, 0, 3, 0, 1, 4}) {
            cache.of(owner, index, i -> {
                loads[i]++;
                return TestPictures.coloured(10, i == 4 ? 1000 : 10);
            });
        }

        assertThat(loads).containsExactly(1, 2, 1, 1, 1);
        assertThat(cache.values()).isEqualTo(900);
    }

    @Test
    void pictures_are_known_again_by_the_content_of_their_files() throws IOException {
        Path file = folder.resolve("abc.png");
        Files.writeString(file, "abc");
        // FIPS 180-2, appendix B.1
        String ofAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc";

        assertThat(Images.in(folder).digests()).containsExactly(ofAbc);
        assertThat(Images.in(folder).degradedBy(Degradations.unknown(4)).digests())
                .containsExactly(ofAbc);
        assertThat(Images.in(folder).downscaledBy(Resampling.MATLAB_BICUBIC).digests())
                .containsExactly(ofAbc);
        Files.writeString(file, "abcd");
        assertThat(Images.in(folder).digests())
                .doesNotContain(ofAbc)
                .first()
                .asString()
                .endsWith("  abc");
        Images drawn = TestImages.images(2, 16, 1);
        assertThat(drawn.digests()).isEqualTo(TestImages.images(2, 16, 1).digests());
        assertThat(drawn.subset(1, 2).digests()).containsExactly(drawn.digests().get(1));
        assertThat(drawn.digests()).isNotEqualTo(TestImages.images(2, 16, 2).digests());
    }
}
