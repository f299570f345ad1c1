package io.github.pdd4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.ImageHeader;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.image.Resampling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_folder_is_its_images_by_ending_or_content_in_order_of_their_names() throws IOException {
        Image image = TestPatterns.colored(20, 10);
        ImageFiles.save(image, folder.resolve("b.png"));
        ImageFiles.save(image, folder.resolve("c.jpg"));
        Files.copy(folder.resolve("b.png"), folder.resolve("a.image"));
        Files.copy(folder.resolve("b.png"), folder.resolve(".hidden.png"));
        Files.writeString(folder.resolve("README.md"), "about");
        Files.createDirectory(folder.resolve("more.png"));

        Images images = Images.in(folder);

        assertThat(images.names()).containsExactly("a.image", "b", "c");
        assertThat(images.load(1)).isEqualTo(image);
        assertThat(images).hasToString("images(\"" + folder + "\")");
        assertThat(images.subset(1, 3).names()).containsExactly("b", "c");
        assertThat(images.subset(1, 3).load(0)).isEqualTo(image);
    }

    @Test
    void images_are_left_out_by_their_files_or_names() throws IOException {
        for (String name : List.of("a.png", "a.bmp.png", "b.png", "c.png")) {
            ImageFiles.save(TestPatterns.colored(8, 8), folder.resolve(name));
        }
        Images all = Images.in(folder);

        Images rest = all.without("a.png", "c");

        assertThat(rest.names()).containsExactly("a.bmp", "b");
        assertThat(rest.file(1)).contains(folder.resolve("b.png"));
        assertThat(rest.digests())
                .containsExactly(all.digests().get(0), all.digests().get(2));
        assertThat(rest).hasToString("images(\"" + folder + "\").without(\"a.png\", \"c\")");
        assertThat(Images.of(List.of("x", "y"), List.of(all.load(0), all.load(1)))
                        .without("x")
                        .names())
                .containsExactly("y");
        assertThat(all.without()).isSameAs(all);
        assertThatThrownBy(() -> all.without("d.png"))
                .hasMessageStartingWith(
                        "images to leave out must be of images(\"" + folder + "\"), got d.png: the nearest");
        assertThatThrownBy(() -> rest.without("b", "a.bmp.png"))
                .hasMessageStartingWith("some images must be left, got all 2 of ");
    }

    @Test
    void images_are_cut_into_the_squares_that_fit_around_their_centers() throws IOException {
        Image wide = TestPatterns.colored(19, 34);
        Image small = TestPatterns.colored(10, 8);
        ImageFiles.save(small, folder.resolve("small.png"));
        ImageFiles.save(wide, folder.resolve("wide.png"));
        Images all = Images.in(folder);

        Images squares = all.crops(8);

        ImageSize size = ImageHeader.of(wide).size();
        int columns = size.width() / 8;
        int rows = size.height() / 8;
        assertThat(squares.size()).isEqualTo(1 + columns * rows);
        assertThat(squares.names())
                .startsWith("small-1-1", "wide-1-1", "wide-1-2")
                .endsWith("wide-" + rows + "-" + columns);
        int left = (size.width() - columns * 8) / 2;
        int top = (size.height() - rows * 8) / 2;
        assertThat(squares.load(1 + columns + 1)).isEqualTo(wide.crop(left + 8, top + 8, 8, 8));
        assertThat(squares.digests().get(2))
                .isEqualTo(new ImageDigest(all.digests().get(1).sha256(), "wide-1-2"));
        assertThat(squares).hasToString("images(\"" + folder + "\").crops(8)");
        assertThat(squares.downscaledBy(Resampling.MATLAB_BICUBIC).pair(0, 4).high())
                .isEqualTo(squares.load(0));
        assertThat(squares.facts()).isNotEqualTo(all.crops(4).facts()).isNotEqualTo(all.facts());
        assertThat(Images.of(List.of(wide)).crops(8).load(0)).isEqualTo(squares.load(1));
        assertThatThrownBy(() -> all.crops(0))
                .hasMessage("side of the squares must be at least 1, got 0: use crops(128)");
        assertThatThrownBy(() -> all.crops(9))
                .hasMessageStartingWith("crops must fit into every image, got crops of 9x9");
    }

    @Test
    void of_many_squares_as_many_of_each_image_are_kept_all_over_it() throws IOException {
        ImageFiles.save(TestPatterns.colored(10, 8), folder.resolve("small.png"));
        ImageFiles.save(Image.drawn(1, 32, 48, values -> {}), folder.resolve("wide.png"));
        Images all = Images.in(folder);

        Images squares = all.crops(8, 6);

        assertThat(squares.names())
                .containsExactly(
                        "small-1-1", "wide-1-3", "wide-2-1", "wide-2-5", "wide-3-3", "wide-4-1", "wide-4-5");
        assertThat(squares).hasToString("images(\"" + folder + "\").crops(8, 6)");
        assertThat(squares.facts())
                .isNotEqualTo(all.crops(8).facts())
                .isNotEqualTo(all.crops(8, 5).facts());
        assertThat(all.crops(8, 1).names()).containsExactly("small-1-1", "wide-3-1");
        assertThat(all.crops(8, 24).names()).isEqualTo(all.crops(8).names());
        assertThatThrownBy(() -> all.crops(8, 0))
                .hasMessage("squares of an image must be at least 1, got 0: use crops(128, 6)");
    }

    @Test
    void missing_and_empty_folders_and_damaged_images_are_told_in_a_sentence() throws IOException {
        assertThatThrownBy(() -> Images.in(folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("images need a folder, got nothing at " + folder.resolve("none")
                        + ": check the path, relative ones start at "
                        + Path.of("").toAbsolutePath());
        assertThatThrownBy(() -> Images.in(folder))
                .hasMessage("images need a folder with PNG, JPEG, BMP, TIFF, WebP or GIF files, got none in " + folder
                        + ": put images into the folder itself, not into sub-folders");
        Files.writeString(folder.resolve("bad.png"), "no image");
        assertThatThrownBy(() -> Images.in(folder).load(0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("an image must be PNG, JPEG, ");
        assertThatThrownBy(() -> Images.of(List.of()))
                .hasMessage("images need as many names as images, at least one, got 0 and 0: "
                        + "use images(folder) for files");
    }

    @Test
    void degraded_images_are_always_the_same_eight_bit_images() {
        Images high = Images.of(List.of(TestPatterns.colored(42, 33), TestPatterns.colored(42, 33)));

        Images low = high.degradedBy(Degradations.unknown(4));

        assertThat(low.load(0).sizeText()).isEqualTo("10x8");
        assertThat(low.load(0)).isEqualTo(low.load(0).quantized()).isNotEqualTo(low.load(1));
        assertThat(high.degradedBy(Degradations.unknown(4)).load(1)).isEqualTo(low.load(1));
    }

    @Test
    void a_pair_is_the_truth_cut_to_the_scale_and_its_rounded_low_resolution() {
        Images high = Images.of(List.of("leaf"), List.of(TestPatterns.colored(42, 33)));

        Pair pair = high.downscaledBy(Resampling.MATLAB_BICUBIC).pair(0, 4);

        assertThat(pair.name()).isEqualTo("leaf");
        assertThat(pair.high()).isEqualTo(high.load(0).crop(0, 0, 40, 32));
        assertThat(pair.low())
                .isEqualTo(Resampling.MATLAB_BICUBIC.downscale(pair.high(), 4).quantized());
    }

    @Test
    void a_degradation_that_shrinks_by_another_factor_is_refused() {
        Pairs pairs = Images.of(List.of(TestPatterns.colored(40, 32))).downscaledBy(Degradations.unknown(2));

        assertThat(pairs.pair(0, 2).low().sizeText()).isEqualTo("20x16");
        assertThatThrownBy(() -> pairs.pair(0, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "labeled images must be downscaled by the networks' scale 4, got 20x16 from 40x32 by"
                                + " blur(2).then(")
                .hasMessageEndingWith(": use downscaled(..., 4)");
    }

    @Test
    void a_folder_with_lr_and_hr_holds_taken_pairs_and_another_one_truths() throws IOException {
        Image high = TestPatterns.colored(41, 32);
        Image low = Resampling.PILLOW_BOX.to(high, 10, 8);
        Files.createDirectory(folder.resolve("LR"));
        Files.createDirectory(folder.resolve("HR"));
        ImageFiles.save(low, folder.resolve("LR/street_LR4.png"));
        ImageFiles.save(high, folder.resolve("HR/street_HR.png"));

        Pair taken = Pairs.in(folder).pair(0, 4);

        assertThat(taken).isEqualTo(new Pair("street_HR", low, high.crop(0, 0, 40, 32)));
        assertThat(Pairs.in(folder.resolve("HR")).pair(0, 4).low())
                .isEqualTo(Resampling.MATLAB_BICUBIC.downscale(taken.high(), 4).quantized());
        assertThatThrownBy(() -> Pairs.in(folder).pair(0, 2))
                .hasMessage(
                        "the truth of a pair must be 2 times as large as its input, got 41x32 and 10x8 for street_HR: "
                                + "use networks of another scale or realign the pair");
    }

    /** The inputs are said in the order of their truths, and given in the opposite one. */
    @ParameterizedTest
    @CsvSource({
        "1 2 10, 1x4 2x4 10x4",
        "a a1, a_lr a1_lr",
        "a_HR a1_HR, a_LR4 a1_LR4",
        "1 2 10, LR1 LR2 LR10",
        "gt_1 gt_10 gt_2, lq_1 lq_10 lq_2",
        "x4 box4, x4x4 box4x4",
        "Canon_1_x4 Canon_10_x4, Canon_1_x1 Canon_10_x1",
        "img_1_SRF_4_HR img_2_SRF_4_HR, img_1_SRF_4_LR img_2_SRF_4_LR",
        "baby bird, baby_LRBI_x2 bird_LRBI_x2",
        "1 2 10, 1-small 2-small 10-small",
        "truth-1 truth-2, 1 2",
        "0001 0002 0010, 1 2 10",
        "A b, a B",
        "scan.v1 scan.v2, scan.v1x4 scan.v2x4",
    })
    void pairs_are_matched_by_name_in_any_order(String truths, String inputs) {
        List<String> expected = List.of(inputs.split(" "));
        List<String> given = new ArrayList<>(expected);
        Collections.reverse(given);
        Images low = named(given);

        CapturedPairs pairs = Pairs.of(low, named(List.of(truths.split(" "))));

        assertThat(pairs.names()).containsExactly(truths.split(" "));
        assertThat(pairs.low().names()).isEqualTo(expected);
        assertThat(pairs.low().load(0)).isEqualTo(low.load(given.size() - 1));
        assertThat(pairs.low().digests().get(0)).isEqualTo(low.digests().get(given.size() - 1));
    }

    private static Images named(List<String> names) {
        return Images.of(
                names,
                IntStream.rangeClosed(1, names.size())
                        .mapToObj(i -> TestPatterns.colored(8 + i, 8))
                        .toList());
    }

    @Test
    void every_image_without_partner_is_named_by_its_file() throws IOException {
        Path low = Files.createDirectory(folder.resolve("lr"));
        Path high = Files.createDirectory(folder.resolve("hr"));
        for (String name : List.of("1x4", "2x4", "4x4", "5x4")) {
            ImageFiles.save(TestPatterns.colored(8, 8), low.resolve(name + ".png"));
        }
        for (String name : List.of("1", "2", "3", "6")) {
            ImageFiles.save(TestPatterns.colored(32, 32), high.resolve(name + ".png"));
        }

        assertThatThrownBy(() -> Pairs.in(folder))
                .hasMessage("the images of a pair need the same name apart from markers such as x4, _LR4 and"
                        + " _HR, got no partner for 4x4.png,"
                        + " 5x4.png of images(\"" + low + "\") and 3.png, 6.png of images(\"" + high
                        + "\"): rename them or leave them out");
        assertThatThrownBy(() -> Pairs.of(named(List.of("1", "2")), named(List.of("11", "12"))))
                .hasMessageContaining("got no partner for 1, 2 of");
        assertThatThrownBy(() -> Pairs.of(named(List.of("a_lr", "a_low")), named(List.of("a", "b"))))
                .hasMessageContaining("got no partner for a_lr, a_low of")
                .hasMessageContaining("and a, b of");
    }

    /** Before the first iteration, by headers: whichever pair it is, it is named, and so are all others. */
    @Test
    void pairs_of_another_scale_are_all_named_before_any_is_used() throws IOException {
        Path low = Files.createDirectory(folder.resolve("lr"));
        Path high = Files.createDirectory(folder.resolve("hr"));
        for (int i = 0; i < 4; i++) {
            ImageFiles.save(TestPatterns.colored(16, 16), low.resolve(i + ".png"));
            ImageFiles.save(TestPatterns.colored(i % 2 == 0 ? 64 : 32, 64), high.resolve(i + ".png"));
        }

        assertThatThrownBy(() -> Pairs.in(folder).requireCrop(new Window(8, 4)))
                .hasMessage("the truth of a pair must be 4 times as large as its input, got 32x64 and 16x16 for 1.png,"
                        + " 32x64 and 16x16 for 3.png: use networks of another scale or realign the pair");
        assertThatThrownBy(() -> Images.in(high).requireCrop(33))
                .hasMessage("crops must fit into every image, got crops of 33x33 for images 1 of 32x64, 3 of 32x64:"
                        + " use a smaller crop or leave them out");
    }

    @Test
    void a_degradation_that_sometimes_shrinks_by_another_factor_is_refused_before_any_image_is_used() {
        Pairs pairs = Images.of(List.of(TestPatterns.colored(64, 64)))
                .downscaledBy(Degradations.oneOf(
                        Degradations.downscaled(Resampling.PILLOW_BOX, 4),
                        Degradations.downscaled(Resampling.PILLOW_BOX, 2)));

        assertThatThrownBy(() -> pairs.requireCrop(new Window(8, 4)))
                .hasMessageStartingWith(
                        "labeled images must be downscaled by the networks' scale 4, got 16x16" + " from 32x32");
    }

    /** Scores of another program name files, images of a folder are files: both must become the same name. */
    @Test
    void a_file_has_one_name_whatever_its_ending_is() throws IOException {
        byte[] png = ImageFiles.png(TestPatterns.colored(4, 4));
        List<String> files = List.of("a.jfif", "b.JPE", "c.dib", "dsc.0123", "dsc.0124", "plain", "x4.v2.png");
        for (String name : files) {
            Files.write(folder.resolve(name), png);
        }

        assertThat(Images.in(folder).names())
                .containsExactlyInAnyOrder("a", "b", "c", "dsc.0123", "dsc.0124", "plain", "x4.v2")
                .containsExactlyInAnyOrderElementsOf(
                        files.stream().map(Images::nameOf).toList());
    }

    @Test
    void a_file_that_did_not_change_is_read_once_for_its_digest_and_one_that_did_again() throws IOException {
        Path file = folder.resolve("a.png");
        Path kept = folder.resolve("home/digests.tsv");
        Files.writeString(file, "first");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        String first = ImageDigests.of(List.of(file), kept).get(file);
        String line = Files.readString(kept);
        Files.writeString(kept, line.replace(first, "f".repeat(64)));

        ImageDigests.forget();
        assertThat(ImageDigests.of(List.of(file), kept)).containsEntry(file, "f".repeat(64));
        Files.writeString(file, "again");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        ImageDigests.forget();

        String again = ImageDigests.of(List.of(file), kept).get(file);
        assertThat(again).hasSize(64).isNotEqualTo("f".repeat(64)).isNotEqualTo(first);
        assertThat(Images.hashing()).isEmpty();
        ImageDigests.forget();
    }

    @Test
    void the_cache_holds_no_more_than_its_limit_and_drops_what_was_not_asked_for() {
        ImageCache cache = new ImageCache(3 * 3 * 100);
        Object owner = new Object();
        int[] loads = new int[5];
        for (int index : new int[] {0, 1, 2, 0, 3, 0, 1, 4}) {
            cache.of(owner, index, i -> {
                loads[i]++;
                return TestPatterns.colored(10, i == 4 ? 1000 : 10);
            });
        }

        assertThat(loads).containsExactly(1, 2, 1, 1, 1);
        assertThat(cache.values()).isEqualTo(900);
    }

    @Test
    void images_are_known_again_by_the_content_of_their_files() throws IOException {
        Path file = folder.resolve("abc.png");
        Files.writeString(file, "abc");
        // FIPS 180-2, appendix B.1
        var ofAbc = new ImageDigest("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc");

        assertThat(Images.in(folder).digests()).containsExactly(ofAbc);
        assertThat(Images.in(folder).degradedBy(Degradations.unknown(4)).digests())
                .containsExactly(ofAbc);
        assertThat(Images.in(folder).downscaledBy(Resampling.MATLAB_BICUBIC).digests())
                .containsExactly(ofAbc);
        Files.writeString(file, "abcd");
        assertThat(Images.in(folder).digests())
                .doesNotContain(ofAbc)
                .extracting(ImageDigest::name)
                .containsExactly("abc");
        assertThat(ofAbc.line()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc");
        Images drawn = TestImages.images(2, 16, 1);
        assertThat(drawn.digests()).isEqualTo(TestImages.images(2, 16, 1).digests());
        assertThat(drawn.subset(1, 2).digests()).containsExactly(drawn.digests().get(1));
        assertThat(drawn.digests()).isNotEqualTo(TestImages.images(2, 16, 2).digests());
    }

    @Test
    void folders_of_the_field_are_matched_and_checked() {
        CapturedPairs pad = (CapturedPairs) Pairs.in(Golden.shared("field/folders/pairs_pad"));
        Pairs bad = Pairs.in(Golden.shared("field/folders/pairs_bad"));

        assertThat(pad.names()).containsExactly("1", "10", "2");
        assertThat(pad.low().names()).containsExactly("1x4", "10x4", "2x4");
        pad.requireCrop(new Window(8, 4));
        assertThatThrownBy(() -> bad.requireCrop(new Window(8, 4)))
                .hasMessageMatching("the truth of a pair must be 4 times as large as its input, got \\d+x\\d+ and"
                        + " \\d+x\\d+ for \\d\\.png: use networks of another scale or realign the pair");
    }

    @ParameterizedTest
    @CsvSource({"a_low, a_high", "a_LRBI_x2, a_HR", "lq_1, gt_1", "a-lr, a-hr"})
    void files_of_one_folder_are_pairs_by_the_marks_by_which_names_are_matched(String low, String high)
            throws IOException {
        ImageFiles.save(TestPatterns.colored(8, 8), folder.resolve(low + ".png"));
        ImageFiles.save(TestPatterns.colored(16, 16), folder.resolve(high + ".png"));

        assertThat(Pairs.in(folder)).isInstanceOf(CapturedPairs.class);
    }

    @Test
    void photographs_whose_names_begin_with_a_word_are_no_pairs() throws IOException {
        ImageFiles.save(TestPatterns.colored(16, 16), folder.resolve("low_tide.png"));
        ImageFiles.save(TestPatterns.colored(16, 16), folder.resolve("high_tide.png"));

        assertThat(Pairs.in(folder).size()).isEqualTo(2);
    }
}
