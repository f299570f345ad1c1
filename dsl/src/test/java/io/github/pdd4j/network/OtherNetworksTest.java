package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestWeights;
import io.github.pdd4j.network.compact.Compact;
import io.github.pdd4j.network.rrdbnet.RrdbNet;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of networks that are not read, by the names that their published code gives their tensors. */
class OtherNetworksTest {
    private static final StoredTensor KERNEL = StoredTensor.of(new float[8 * 8 * 9], 8, 8, 3, 3);

    private static StateDict weights(String names) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (String name : names.split(" ", -1)) {
            tensors.put(name, KERNEL);
        }
        return StateDict.of(tensors);
    }

    @ParameterizedTest
    @CsvSource({
        "Swin2SR, conv_first.weight layers.0.residual_group.blocks.0.attn.logit_scale conv_last.weight",
        "CRAFT, conv_first.weight layers.0.residual_group.hf_blocks.0.attn.qkv.weight conv_last.weight",
        "PLKSR, feats.0.weight feats.1.lk.conv.weight feats.1.channe_mixer.0.weight",
        "NAFNet, intro.weight middle_blks.0.conv1.weight ending.weight",
        "a VGG with batch normalization, features.0.weight features.1.weight features.1.running_mean features.3.weight",
        "a ResNet, conv1.weight layer1.0.conv1.weight layer4.0.conv1.weight fc.weight",
        "a transformer, blocks.0.attn.qkv.weight blocks.0.mlp.fc1.weight head.weight"
    })
    void a_network_is_told_by_its_tensors_also_behind_a_prefix_and_no_family_takes_it(String name, String tensors) {
        for (String prefix : new String[] {"", "generator.", "module.net_g."}) {
            StateDict other = weights(prefix + tensors.replace(" ", " " + prefix));
            assertThatThrownBy(() -> Network.of(other, "other"))
                    .hasMessageEndingWith("got memory, which holds " + name
                            + " by the names of its tensors: use a file of one of these");
            for (Architecture family : ServiceLoader.load(Architecture.class)) {
                assertThat(family.recognize(other)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.weight b.weight", "body.0.weight body.3.weight", "conv_first.weight conv_last.weight"})
    void of_an_unknown_one_its_first_names_are_said_and_nothing_else(String tensors) {
        assertThatThrownBy(() -> Network.of(weights(tensors), "other"))
                .hasMessageEndingWith("got memory whose tensors begin [" + tensors.replace(" ", ", ")
                        + "]: use a file of one of these");
    }

    private static StateDict sized() {
        return TestWeights.of(RrdbNet.sized(8, 1, 4), 1);
    }

    private static Map<String, StoredTensor> renamed(StateDict weights, UnaryOperator<String> name) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        weights.names().stream()
                .filter(old -> !name.apply(old).isEmpty())
                .forEach(old -> tensors.put(name.apply(old), weights.tensor(old)));
        return tensors;
    }

    @Test
    void networks_of_other_channels_and_activations_are_told() {
        assertRefused(
                TestWeights.of(Compact.sized(4, 8, 2), 1),
                tensors -> {
                    tensors.put("body.0.weight", StoredTensor.of(new float[8 * 2 * 9], 8, 2, 3, 3));
                    tensors.put("body.6.weight", StoredTensor.of(new float[16 * 8 * 9], 16, 8, 3, 3));
                    tensors.put("body.6.bias", StoredTensor.of(new float[16], 16));
                },
                "SRVGGNetCompact must be a network for RGB, got memory that takes 2 channels and gives 16 channels");
        StateDict srResNet = PretrainedModels.srResNet().weights();
        assertRefused(
                srResNet,
                tensors -> {
                    int features = srResNet.length("conv_first.weight", 0);
                    tensors.put("conv_first.weight", StoredTensor.of(new float[features * 9], features, 1, 3, 3));
                    tensors.put("conv_last.weight", StoredTensor.of(new float[features * 9], 1, features, 3, 3));
                    tensors.put("conv_last.bias", StoredTensor.of(new float[1], 1));
                },
                "SRResNet must be a network for RGB, got memory that takes 1 channel (gray) and gives 1 channel (gray):"
                        + " use a file that was trained on RGB images, or for gray ones an RRDBNet or SRVGGNetCompact");
        assertRefused(
                TestWeights.of(Compact.sized(4, 8, 2), 1),
                tensors -> tensors.keySet().removeIf(name -> name.matches("body\\.[135]\\.weight")),
                "SRVGGNetCompact without the slopes of PReLU must say its activation, got memory with convolutions"
                        + " only: load it by network(file, compactWithRelu()) or network(file, compactWithLeakyRelu())");
        assertRefused(
                sized(),
                tensors -> tensors.put("conv_first.weight", StoredTensor.of(new float[8 * 4 * 9], 8, 4, 3, 3)),
                "RRDBNet must be a network for RGB, got memory that takes 4 channels and gives 3 channels");
        assertRefused(
                sized(),
                tensors -> {
                    tensors.put("conv_first.weight", StoredTensor.of(new float[8 * 4 * 9], 8, 4, 3, 3));
                    tensors.put("conv_last.weight", StoredTensor.of(new float[4 * 8 * 9], 4, 8, 3, 3));
                    tensors.put("conv_last.bias", StoredTensor.of(new float[4], 4));
                },
                "RRDBNet must be a network for RGB, got memory that takes 4 channels and gives 4 channels");
    }

    private static void assertRefused(StateDict whole, Consumer<Map<String, StoredTensor>> change, String sentence) {
        Map<String, StoredTensor> tensors = renamed(whole, name -> name);
        change.accept(tensors);
        assertThatThrownBy(() -> Network.of(StateDict.of(tensors), "other"))
                .hasMessageStartingWith(sentence)
                .hasMessageNotContaining("rename");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pth", "safetensors", "param"})
    void a_weight_that_is_not_finite_is_named_in_every_format(String ending, @TempDir Path folder) {
        Map<String, StoredTensor> tensors = renamed(sized(), name -> name);
        float[] bad = Objects.requireNonNull(tensors.get("conv_hr.bias")).floats();
        bad[5] = Float.POSITIVE_INFINITY;
        tensors.put("conv_hr.bias", StoredTensor.of(bad, 8));
        Path file = folder.resolve("bad." + ending);
        new Network(RrdbNet.sized(8, 1, 4), StateDict.of(tensors), "bad").save(file);

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessageContaining("must be finite numbers, got Infinity at position 5 in conv_hr.bias: a training");
    }

    @Test
    void features_and_discriminators_are_held_to_finite_numbers_too() {
        StateDict vgg = Checkpoints.read(Golden.file("vgg19_width0.125.pth"));
        Map<String, StoredTensor> tensors = renamed(vgg, name -> name);
        float[] bad = Objects.requireNonNull(tensors.get("features.0.bias")).floats();
        bad[0] = Float.NaN;
        tensors.put("features.0.bias", StoredTensor.of(bad, bad.length));

        assertThatThrownBy(() -> FeatureExtractor.of(StateDict.of(tensors), "vgg", ""))
                .hasMessageStartingWith(
                        "weights of memory must be finite numbers, got NaN at position 0 in features.0.bias");
    }
}
