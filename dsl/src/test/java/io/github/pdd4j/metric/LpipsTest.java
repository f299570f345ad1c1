package io.github.pdd4j.metric;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LpipsTest {
    /** The published package with the same weights; AlexNet at its full width, VGG16 at a sixteenth. */
    @ParameterizedTest
    @CsvSource({"alexnet_random, lpips_alex_lin_v0.1, lpips", "vgg16_width0.0625, lpips_vgg_lin_width0.0625, lpips_vgg"
    })
    void distances_are_those_of_the_published_package(String trunk, String heads, String reference) {
        StateDict golden = Golden.arrays(reference + ".npz");
        Lpips lpips = lpips(trunk, heads).unrounded();

        for (int i = 0; i < 2; i++) {
            double distance = lpips.of(image(golden, "a", i), image(golden, "b", i));
            assertAgrees(distance, array(golden, "distance").doubles()[i], 1e-4);
        }
    }

    /** The published package (0.1.4) with ImageNet's weights: photographs against their bicubic upscaling, no border. */
    @ParameterizedTest
    @CsvSource({
        "alexnet, astronaut, 0.305087",
        "alexnet, coffee, 0.369053",
        "vgg16, astronaut, 0.278137",
        "vgg16, coffee, 0.316773"
    })
    void real_weights_give_the_distances_of_the_published_package(String network, String photograph, double expected) {
        Path weights = Golden.fetched(network + ".ckpt");
        Image whole = ImageFiles.load(Golden.shared("images/hr/" + photograph + ".png"));
        Image truth = whole.crop(0, 0, whole.width() / 4 * 4, whole.height() / 4 * 4);
        Image small = Resampling.PILLOW_BICUBIC.downscale(truth, 4).quantized();
        Image again = Resampling.PILLOW_BICUBIC.upscale(small, 4);

        Lpips lpips = Lpips.in(FeatureExtractor.load(weights), Checkpoints.read(weights));
        assertThat(lpips.of(again, truth)).isCloseTo(expected, within(2e-6));
    }

    @Test
    void the_heads_beside_alexnet_are_the_published_ones_to_the_bit() {
        StateDict both = Checkpoints.read(Golden.fetched("alexnet.ckpt"));

        assertThat(Lpips.in(FeatureExtractor.of(both, "alexnet", ""), both).heads())
                .isEqualTo(Checkpoints.read(Golden.file("lpips_alex_lin_v0.1.pth")));
    }

    /** Flax orders kernels height, width, inputs, outputs and numbers the convolutions. */
    @ParameterizedTest
    @CsvSource({
        "alexnet_random, lpips_alex_lin_v0.1, AlexNet_0",
        "vgg16_width0.0625, lpips_vgg_lin_width0.0625, VGG16_0"
    })
    void a_file_in_the_layout_of_flax_is_the_same_network_and_holds_the_heads(
            String trunk, String heads, String prefix) {
        Lpips published = lpips(trunk, heads);
        Map<String, StoredTensor> flax = new LinkedHashMap<>();
        StateDict torchvision = published.trunk().weights();
        for (int i = 0; i < torchvision.size() / 2; i++) {
            String name = torchvision.names().get(2 * i).replace("weight", "");
            flax.put(prefix + ".Conv_" + i + ".kernel", outputsLast(torchvision.tensor(name + "weight")));
            flax.put(prefix + ".Conv_" + i + ".bias", torchvision.tensor(name + "bias"));
        }
        for (int i = 0; i < 5; i++) {
            StoredTensor head = published.heads().tensor("lin" + i + ".model.1.weight");
            flax.put("NetLinLayer_" + i + ".Conv_0.kernel", outputsLast(head));
        }

        Lpips same = Lpips.in(FeatureExtractor.of(StateDict.of(flax), "flax", ""), StateDict.of(flax));
        assertThat(same.trunk().computesAs(published.trunk())).isTrue();
        assertThat(same.heads()).isEqualTo(published.heads());
    }

    private static StoredTensor outputsLast(StoredTensor weight) {
        int outputs = (int) weight.shape()[0];
        int inputs = (int) weight.shape()[1];
        int positions = (int) (weight.shape()[2] * weight.shape()[3]);
        float[] values = weight.floats();
        float[] ordered = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int output = i / (inputs * positions);
            int input = i / positions % inputs;
            ordered[(i % positions * inputs + input) * outputs + output] = values[i];
        }
        return StoredTensor.of(ordered, weight.shape()[2], weight.shape()[3], inputs, outputs);
    }

    @Test
    void equal_images_have_no_distance_and_order_does_not_matter() {
        Lpips lpips = vgg();
        Image one = TestImages.image(1, 64, 48);
        Image other = TestImages.image(2, 64, 48);

        assertThat(lpips.of(one, one)).isZero();
        assertAgrees(lpips.of(one, other), lpips.of(other, one), 1e-6);
        assertThat(lpips.of(one, other)).isPositive();
    }

    @Test
    void what_lies_beyond_the_border_does_not_count() {
        Image truth = TestImages.image(1, 64, 64);
        float[] values = truth.values();
        values[0] = 1 - values[0];

        Image changed = Image.of(3, 64, 64, values);
        assertThat(vgg().of(changed, truth)).isPositive();
        assertThat(vgg().border(4).of(changed, truth)).isZero();
    }

    @Test
    void conventions_name_both_files_by_their_hashes() {
        assertThat(vgg().border(4))
                .hasToString(
                        "LPIPS VGG16, RGB, border 4, 0 … 255 in 8 bits, network input [−1, 1], vgg16_width0.0625.pth"
                                + " %s, heads lpips_vgg_lin_width0.0625.pth %s"
                                        .formatted(
                                                vgg().trunk().weights().fingerprint(),
                                                vgg().heads().fingerprint()));
    }

    @Test
    void wrong_input_is_refused_in_one_sentence() {
        Image small = TestImages.image(1, 24, 40);

        assertThatThrownBy(() -> Lpips.in(PretrainedModels.slimVgg19(), vgg().heads()))
                .hasMessage(
                        "LPIPS is defined on AlexNet and VGG16, got VGG19 in slim VGG19: use featureDistance(), or fetch alexnet or vgg16");
        assertThatThrownBy(() -> lpips("vgg16_width0.0625", "lpips_alex_lin_v0.1"))
                .hasMessage(
                        "LPIPS needs one weight for each of the 4 channels at conv1_2, got 64 in lin0.model.1.weight of"
                                + " lpips_alex_lin_v0.1.pth: use the weights that belong to VGG16");
        assertThatThrownBy(() -> Lpips.in(vgg().trunk(), vgg().trunk().weights()))
                .hasMessageStartingWith(
                        "tensor name must be one of the 26 in vgg16_width0.0625.pth, got lin0.model.1.weight:");
        assertThatThrownBy(() -> vgg().of(small, small))
                .hasMessageStartingWith("LPIPS with this border needs images of at least 32 × 32 pixels, got ");
    }

    private static Lpips vgg() {
        return lpips("vgg16_width0.0625", "lpips_vgg_lin_width0.0625");
    }

    private static Lpips lpips(String trunk, String heads) {
        return Lpips.in(
                FeatureExtractor.load(Golden.file(trunk + ".pth")), Checkpoints.read(Golden.file(heads + ".pth")));
    }

    /** The reference's inputs lie in [−1, 1]. */
    private static Image image(StateDict golden, String name, int index) {
        StoredTensor array = array(golden, name);
        int height = (int) array.shape()[2];
        int width = (int) array.shape()[3];
        int size = 3 * height * width;
        float[] values = Arrays.copyOfRange(array.floats(), index * size, (index + 1) * size);
        float[] unit = new float[size];
        IntStream.range(0, size).forEach(i -> unit[i] = (values[i] + 1) / 2);
        return Image.of(3, height, width, unit);
    }

    private static StoredTensor array(StateDict golden, String name) {
        return golden.tensor(name);
    }
}
