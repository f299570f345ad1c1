package io.github.pdd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.data.Degradations;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.loss.Distance;
import io.github.pdd4j.metric.FunctionMetric;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.SuperResolutionConfig;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class PddTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void a_missing_network_is_said_with_the_way_to_get_one() {
        assertThatThrownBy(() -> Pdd.network("missing.pth"))
                .hasMessageStartingWith(
                        "network must be a file or one of [compact-generalist, compact-specialist," + " small-srresnet")
                .hasMessageEndingWith("], got missing.pth, which is no file in "
                        + Path.of("").toAbsolutePath()
                        + ": check the path, try small-srresnet, or see ./pdd fetch --list");
        assertThatThrownBy(() -> Pdd.network("compact-generalst")).hasMessageContaining(", try compact-generalist,");
        assertThatThrownBy(() -> Pdd.vgg19("missing.pth")).hasMessageContaining("network must be a file or one of [");
        assertThatThrownBy(() -> Pdd.lpips("vgg"))
                .hasMessage("network of LPIPS must be alexnet or vgg16, got vgg: use lpips(), which is alexnet's");
        assertThatThrownBy(Pdd::lpips)
                .hasMessageStartingWith("LPIPS needs the weights alexnet and lpips-alexnet, got none in ")
                .hasMessageEndingWith(
                        ": run ./pdd fetch alexnet lpips-alexnet, or put the files there under these names");
        assertThatThrownBy(Pdd::vgg16)
                .hasMessageStartingWith("vgg16() needs the weights vgg16, got none in ")
                .hasMessageEndingWith(": run ./pdd fetch vgg16, or put the files there under these names");
    }

    @Test
    void a_checkpoint_of_no_known_network_is_refused_by_its_first_tensors() {
        Path file = folder.resolve("other.safetensors");
        StateDict other = StateDict.of(Map.of("encoder.weight", StoredTensor.of(new float[4], 2, 2)));
        Checkpoints.write(other, file, StoredType.FLOAT32);

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessageStartingWith(
                        "checkpoint must hold one of the known networks (RRDBNet, SRVGGNetCompact, SRResNet, SPAN,"
                                + " RealPLKSR, EDSR, RCAN, SwinIR, DAT, HAT, MoSR, Real-CUGAN, Omni-SR, DRCT, SRFormer, RGT, ATD, VGG19, VGG16, EfficientNet-Lite0, AlexNet, UNetDiscriminatorSN), got other.safetensors whose"
                                + " tensors begin [encoder.weight]: use a file of one of these");
    }

    @Test
    void a_image_that_is_none_is_said() throws IOException {
        Path file = Files.writeString(folder.resolve("photo.png"), "no image");

        assertThatThrownBy(() -> Pdd.image(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("an image must be PNG, JPEG, BMP, TIFF, WebP or GIF, got ");
    }

    @Test
    void an_empty_folder_is_said() {
        assertThatThrownBy(() -> Pdd.images(folder))
                .hasMessageStartingWith(
                        "images need a folder with PNG, JPEG, BMP, TIFF, WebP or GIF files, got none in ");
    }

    @Test
    void a_network_for_features_and_features_for_a_network_are_told_apart() {
        Path file = folder.resolve("slim.safetensors");
        Checkpoints.write(Pdd.slimVgg19().weights(), file, StoredType.FLOAT16);

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessage("network must be a super-resolution checkpoint, got VGG19 in slim.safetensors: give it to"
                        + " features(...)");
        assertThat(Pdd.vgg19(file.toString()).layers()).hasSize(16);
        Path other = folder.resolve("body.safetensors");
        Checkpoints.write(Pdd.smallSrResNet().weights(), other, StoredType.FLOAT16);
        assertThatThrownBy(() -> Pdd.vgg19(other.toString()))
                .hasMessage("vgg19(...) must be given a VGG19, got SRResNet in body.safetensors: use features(\""
                        + other + "\")");
        assertThatThrownBy(() -> Pdd.features(Pdd.compactSpecialist()))
                .hasMessage(
                        "feature extractor must be a feature network such as VGG19, or one with a residual body such"
                                + " as SRResNet, got SRVGGNetCompact in compact-specialist: use slimVgg19() or smallSrResNet()");
    }

    @Test
    void an_adapted_network_is_the_same_after_saving_as_pth() {
        Path file = folder.resolve("adapted.pth");
        Pdd.compactSpecialist().save(file);

        assertThat(Pdd.network(file).config()).isEqualTo(Pdd.compactSpecialist().config());
        assertThat(Pdd.network(file).weights().tensor("body.0.weight").floats())
                .isEqualTo(Pdd.compactSpecialist()
                        .weights()
                        .tensor("body.0.weight")
                        .floats());
    }

    @Test
    void the_words_for_degradations_make_the_same_values_as_their_class() {
        assertThat(Pdd.blur(2)).isEqualTo(Degradations.blur(2));
        assertThat(Pdd.blur(0.2, 3)).isEqualTo(Degradations.blur(0.2, 3));
        assertThat(Pdd.noise(6)).isEqualTo(Degradations.gaussianNoise(6)).hasToString("noise(6)");
        assertThat(Pdd.noise(1, 25)).isEqualTo(Degradations.gaussianNoise(1, 25));
        assertThat(Pdd.jpeg(60)).isEqualTo(Degradations.jpeg(60));
        assertThat(Pdd.jpeg(30, 95)).isEqualTo(Degradations.jpeg(30, 95));
        assertThat(Pdd.downscaled(Pdd.area(), 4)).isEqualTo(Degradations.downscaled(Pdd.area(), 4));
        assertThat(Pdd.resized(0.5, 1, Pdd.area())).isEqualTo(Degradations.resized(0.5, 1, Pdd.area()));
        assertThat(Pdd.oneOf(Pdd.blur(1), Pdd.jpeg(9))).hasToString("oneOf(blur(1), jpeg(9))");
        assertThat(Pdd.shuffled(Pdd.blur(1), Pdd.jpeg(9))).hasToString("shuffled(blur(1), jpeg(9))");
        assertThat(Pdd.unknown(4)).isEqualTo(Degradations.unknown(4));
        Image image = TestImages.image(1, 32, 32);
        assertThat(Pdd.degradation("as it is", (given, random) -> given).apply(image, 3))
                .isEqualTo(image);
        assertThat(Pdd.noise(6).apply(image, 3)).isEqualTo(Pdd.noise(6).apply(image, new SplittableRandom(3)));
        assertThat(Pdd.noise(6).apply(image, 3)).isNotEqualTo(Pdd.noise(6).apply(image, 4));
    }

    @Test
    void whole_sets_are_upscaled_to_lists_that_fit_their_order() {
        Images images = TestImages.images(2, 32, 1);
        Pairs pairs = images.downscaledBy(Pdd.bicubic());
        Upscaler upscaler = Pdd.bicubicUpscaling(4);

        assertThat(upscaler.upscale(pairs))
                .containsExactly(
                        upscaler.upscale(pairs.pair(0, 4).low()),
                        upscaler.upscale(pairs.pair(1, 4).low()));
        assertThat(upscaler.upscale(images))
                .containsExactly(upscaler.upscale(images.load(0)), upscaler.upscale(images.load(1)));
    }

    @Test
    void a_metric_is_a_name_and_a_function() {
        Pairs pairs = TestImages.images(2, 32, 1).downscaledBy(Pdd.bicubic());
        FunctionMetric error = Pdd.metric(
                        "error",
                        (prediction, truth) -> Math.abs(prediction.value(0, 5, 7) - (double) truth.value(0, 5, 7)))
                .lowerIsBetter()
                .conventions("one pixel");
        Table scores = Pdd.evaluate(Pdd.bicubicUpscaling(4), pairs, error).table();

        Image prediction = Pdd.bicubicUpscaling(4).upscale(pairs.pair(1, 4).low());
        Image truth = pairs.pair(1, 4).high();
        assertThat(scores.doubleColumn("error").get(1))
                .isEqualTo(Math.abs(prediction.value(0, 5, 7) - (double) truth.value(0, 5, 7)));
        assertThat(scores.stringColumn("error better").get(1)).isEqualTo("lower");
        assertThat(Pdd.metric("mine", (p, t) -> 1).higherIsBetter()).isTrue();
        assertThatThrownBy(() -> Pdd.metric(" ", (p, t) -> 1))
                .hasMessageStartingWith("name of a metric must not be blank");
    }

    @Test
    void texts_do_where_paths_do() {
        String file = folder.resolve("adapted.safetensors").toString();
        Pdd.compactSpecialist().save(file, StoredType.FLOAT16);
        assertThat(Pdd.network(file).config()).isEqualTo(Pdd.compactSpecialist().config());
        ImageFiles.save(TestImages.image(1, 32, 32), folder.resolve("a.png").toString());
        String out = folder.resolve("larger").toString();
        assertThat(Pdd.bicubicUpscaling(2)
                        .upscale(Pdd.images(folder.toString()), out)
                        .rowCount())
                .isEqualTo(1);
        assertThat(Pdd.image(folder.resolve("larger/a.png").toString()).width()).isEqualTo(64);
        assertThat(Pdd.distill().checkpoint(c -> c.folder("../kept")).toString())
                .contains(".checkpoint(c -> c.folder(\"../kept\"))");
        assertThat(Pdd.runs(folder.toString()).rowCount()).isZero();
        assertThatThrownBy(() -> Pdd.run(folder.toString())).hasMessageContaining(folder.toString());
    }

    @Test
    void a_distance_that_does_not_fit_is_refused_with_those_that_do() {
        assertThat(Pdd.distill().rIntra(r -> r.distance(Pdd.cosine())).toString())
                .contains(".rIntra(r -> r.distance(cosine()))");
        for (Distance distance : List.of(Pdd.cosine(), Pdd.frobenius(), Pdd.normDifference())) {
            assertThatThrownBy(() -> Pdd.distill().rInter(r -> r.distance(distance)))
                    .hasMessage(
                            "distance of rInter must be l1(), squared() or differenceOfGrams() or a lambda of your own,"
                                    + " got " + distance
                                    + ", which only rIntra has: use one of these, or leave distance(...)"
                                    + " out for the paper's");
        }
        assertThatThrownBy(() -> Pdd.distill().rIntra(r -> r.distance(Pdd.differenceOfGrams())))
                .hasMessageContaining("l1(), squared(), frobenius(), normDifference() or cosine()");
    }

    @Test
    void sentences_presets_and_editions_are_compared() {
        Table own = Pdd.difference(Pdd.paper().ema().in(Pdd.distill()).rIntra(0.3), Pdd.paper());
        assertThat(own.columnNames()).startsWith("part", "setting", "sentence", "paper()");
        assertThat(own.stringColumn("setting").asList()).containsExactly("λ1");
        assertThat(own.stringColumn("sentence").asList()).containsExactly("0.3");
        assertThat(Pdd.difference(Pdd.paper(), Pdd.paper().ema()).rowCount()).isZero();
        assertThat(Pdd.difference(Pdd.paper(), Pdd.authorsCode()).rowCount())
                .isEqualTo(Pdd.difference(Pdd.paper().ema(), Pdd.authorsCode().ema())
                        .rowCount())
                .isPositive();
        assertThat(Pdd.difference(
                                Pdd.distill(Pdd.paper()).generalist(Pdd.compactGeneralist()),
                                Pdd.distill(Pdd.paper().staticMode()).generalist(Pdd.compactGeneralist()))
                        .rowCount())
                .isZero();
    }

    @Test
    void a_network_of_an_architecture_of_ones_own_is_known_from_then_on() {
        Path file = folder.resolve("own.safetensors");
        StateDict weights = StateDict.of(Map.of("gain", StoredTensor.of(new float[] {0.5f}, 1)));
        Checkpoints.write(weights, file, StoredType.FLOAT32);

        assertThatThrownBy(() -> Pdd.network(file)).hasMessageContaining("must hold one of the known networks");
        Network network = Pdd.network(file.toString(), new Gain());
        assertThat(network.upscale(Image.drawn(3, 16, 16, values -> Arrays.fill(values, 0.8f)))
                        .value(1, 31, 31))
                .isEqualTo(0.4f);
        assertThat(Pdd.network(file).scale()).isEqualTo(2);
        assertThat(Pdd.compactSpecialist().config().architecture()).isEqualTo("SRVGGNetCompact");
    }

    /** Nearest neighbors times one learned number. */
    private record Gain() implements Architecture {
        @Override
        public String family() {
            return "Gain";
        }

        @Override
        public String landmark() {
            return "gain";
        }

        @Override
        public Optional<Recognized> recognize(StateDict weights) {
            return weights.size() == 1 && weights.has("gain", 1)
                    ? Optional.of(new Recognized(new Form(), weights))
                    : Optional.empty();
        }

        record Form() implements SuperResolutionConfig {
            @Override
            public String architecture() {
                return "Gain";
            }

            @Override
            public Map<String, long[]> shapes() {
                return Map.of("gain", new long[] {1});
            }

            @Override
            public int scale() {
                return 2;
            }

            @Override
            public NDArray forward(NDArray x, List<NDArray> weights) {
                return x.repeat(2, 2).repeat(3, 2).mul(weights.get(0));
            }
        }
    }
}
