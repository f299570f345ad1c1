package io.github.pdd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    }

    @Test
    void a_checkpoint_of_no_known_network_is_refused_by_its_first_tensors() {
        Path file = folder.resolve("other.safetensors");
        StateDict other = StateDict.of(Map.of("encoder.weight", StoredTensor.of(new float[4], 2, 2)));
        Checkpoints.write(other, file, StoredType.FLOAT32);

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessageStartingWith(
                        "checkpoint must hold one of the known networks (RRDBNet, SRVGGNetCompact, SRResNet, VGG19,"
                                + " VGG16, EfficientNet-Lite0, AlexNet, UNetDiscriminatorSN), got other.safetensors whose"
                                + " tensors begin [encoder.weight]: use a file of one of these");
    }

    @Test
    void a_picture_that_is_none_is_said() throws IOException {
        Path file = Files.writeString(folder.resolve("photo.png"), "no picture");

        assertThatThrownBy(() -> Pdd.image(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("a picture must be PNG, JPEG, BMP, TIFF, WebP or GIF, got ");
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

        assertThat(Pdd.network(file).form()).isEqualTo(Pdd.compactSpecialist().form());
        assertThat(Pdd.network(file).weights().tensor("body.0.weight").floats())
                .isEqualTo(Pdd.compactSpecialist()
                        .weights()
                        .tensor("body.0.weight")
                        .floats());
    }
}
