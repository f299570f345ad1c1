package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.network.discriminator.UNetDiscriminator;
import io.github.pdd4j.network.rrdbnet.RrdbNet;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a checkpoint that almost fits. */
class StateDictMatchingTest {
    private static final String RRDBNET = "rrdbnet_x4_nf16_nb2_gc8.pth";
    private static final String NEXT = ": rename what is misspelt, or use the file of another network";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void misspelt_tensors_are_said_with_the_name_that_they_should_have() {
        Path file = changed(RRDBNET, tensors -> {
            tensors.put("conv_h.weight", tensors.remove("conv_hr.weight"));
            tensors.put("body.1.rdb2.conv3.biass", tensors.remove("body.1.rdb2.conv3.bias"));
        });

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessage("tensors of changed.pth must be those of one whole RRDBNet, got 2 missing"
                        + " (body.1.rdb2.conv3.bias, nearest body.1.rdb2.conv3.biass, conv_hr.weight, nearest"
                        + " conv_h.weight), 2 unexpected (conv_h.weight, nearest conv_hr.weight,"
                        + " body.1.rdb2.conv3.biass, nearest body.1.rdb2.conv3.bias)" + NEXT);
    }

    @Test
    void another_shape_is_said_with_both() {
        Path file = changed(RRDBNET, tensors -> tensors.put("conv_last.bias", StoredTensor.of(new float[4], 4)));

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessage("tensors of changed.pth must be those of one whole RRDBNet, got 1 of another shape"
                        + " (conv_last.bias 4 instead of 3): use the file of a whole RRDBNet without additions");
    }

    @Test
    void a_tensor_whose_axes_are_missing_is_said() {
        Path file = changed(RRDBNET, tensors -> tensors.put("conv_first.weight", StoredTensor.of(new float[4], 4)));

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessage(
                        "tensor conv_first.weight of changed.pth must have an axis 1 of a sensible length, got FLOAT32"
                                + " 4: use the file of a whole network");
    }

    @Test
    void of_many_tensors_three_are_shown_and_the_rest_is_counted() {
        Path file = changed(RRDBNET, tensors -> tensors.keySet().removeIf(name -> name.startsWith("body.0.rdb3")));

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessageMatching("tensors of changed\\.pth must be those of one whole RRDBNet, got 10 missing"
                        + " \\(body\\.0\\.rdb3\\.conv1\\.weight, body\\.0\\.rdb3\\.conv1\\.bias,"
                        + " body\\.0\\.rdb3\\.conv2\\.weight and 7 more\\): use the file of a whole RRDBNet .*");
    }

    @Test
    void a_tensor_that_no_layer_uses_means_another_network() {
        Path file = changed(
                "msrresnet_x4_nf16_nb4.pth",
                tensors -> tensors.put("body.1.attention.weight", StoredTensor.of(new float[2], 2)));

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessage("tensors of changed.pth must be those of one whole SRResNet, got 1 unexpected"
                        + " (body.1.attention.weight): use the file of a whole SRResNet without additions");
    }

    @Test
    void a_classifiers_head_is_passed_over() {
        Path file = changed(
                "vgg19_width0.125.pth",
                tensors -> tensors.put("classifier.0.weight", StoredTensor.of(new float[2], 2)));

        assertThat(FeatureExtractor.load(file).weights().names())
                .hasSize(32)
                .noneMatch(name -> name.startsWith("classifier"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generator.",
                "generator_ema.",
                "netG.",
                "model.",
                "G.module.",
                "net_g._orig_mod.",
                "module.net.sr.",
                "what.ever.the.author.liked."
            })
    void a_network_behind_a_prefix_is_read_beside_others(String prefix) {
        Path file = changed(RRDBNET, tensors -> {
            Map<String, StoredTensor> inside = prefixed(prefix, tensors);
            tensors.clear();
            tensors.put("step_counter", StoredTensor.of(new float[1], 1));
            tensors.putAll(prefixed("perceptual_loss.vgg.", read("vgg19_width0.125.pth")));
            tensors.putAll(inside);
            tensors.putAll(prefixed("discriminator.", read("unet_discriminator_sn_nf16.pth")));
        });
        boolean deep = prefix.startsWith("what");

        if (deep) {
            assertThatThrownBy(() -> Pdd.network(file))
                    .hasMessageContaining("network must be a super-resolution checkpoint, got ");
            assertThat(Network.load(file, "what.ever.the.author.liked").weights())
                    .isEqualTo(Network.load(Golden.file(RRDBNET)).weights());
        } else {
            assertThat(Pdd.network(file).weights())
                    .isEqualTo(Network.load(Golden.file(RRDBNET)).weights());
        }
        assertThat(DiscriminatorStart.load(file).config().names()).contains("conv_8.weight_orig");
    }

    @Test
    void of_two_networks_the_averaged_one_is_read() {
        Path file = changed(RRDBNET, tensors -> {
            Map<String, StoredTensor> both = prefixed("generator.", read("bsrgan_x4_nf16_nb2_gc8.pth"));
            both.putAll(prefixed("generator_ema.", tensors));
            tensors.clear();
            tensors.putAll(both);
        });

        assertThat(Pdd.network(file).weights())
                .isEqualTo(Network.load(Golden.file(RRDBNET)).weights());
        assertThat(Network.load(file, "generator").weights())
                .isEqualTo(
                        Network.load(Golden.file("bsrgan_x4_nf16_nb2_gc8.pth")).weights());
    }

    @Test
    void a_network_behind_a_prefix_that_almost_fits_is_said_with_what_is_missing() {
        Path file = changed(RRDBNET, tensors -> {
            Map<String, StoredTensor> inside = prefixed("generator.", tensors);
            tensors.clear();
            tensors.putAll(inside);
            tensors.remove("generator.conv_hr.bias");
        });

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessage(
                        "tensors of changed.pth must be those of one whole RRDBNet, got 1 missing (conv_hr.bias): use"
                                + " the file of a whole RRDBNet without additions");
    }

    @Test
    void a_misspelt_landmark_is_said_where_it_is_near_and_no_other_name_is() {
        Path near = changed(RRDBNET, tensors -> {
            Map<String, StoredTensor> upper = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> upper.put(name.replace("rdb", "RDB"), tensor));
            tensors.clear();
            tensors.putAll(upper);
        });

        assertThatThrownBy(() -> Pdd.network(near))
                .hasMessageEndingWith(": if it is RRDBNet, rename body.0.RDB1.conv1.weight to body.0.rdb1.conv1.weight"
                        + " and the others likewise");
    }

    /** A family refuses what it takes for a damaged file of its own, and a later one knows it. */
    @Test
    void a_family_that_comes_later_is_asked_after_a_refusal() {
        StateDict weights = changed(
                Checkpoints.read(Golden.file(RRDBNET)),
                tensors -> tensors.put("attention.weight", StoredTensor.of(new float[2], 2)));
        Architecture later = new Architecture() {
            @Override
            public String family() {
                return "later";
            }

            @Override
            public String landmark() {
                return "attention.weight";
            }

            @Override
            public Optional<Recognized> recognize(StateDict file) {
                return file.has(landmark())
                        ? Optional.of(new Recognized(
                                UNetDiscriminator.sized(1),
                                UNetDiscriminator.sized(1).initial(1)))
                        : Optional.empty();
            }
        };

        assertThat(Architectures.recognize(weights, ModelConfig.class, List.of(new RrdbNet(), later))
                        .config())
                .isEqualTo(UNetDiscriminator.sized(1));
        assertThatThrownBy(() -> Architectures.recognize(weights, ModelConfig.class, List.of(new RrdbNet())))
                .hasMessageContaining("got 1 unexpected (attention.weight)");
    }

    private static Map<String, StoredTensor> read(String name) {
        StateDict weights = Checkpoints.read(Golden.file(name));
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        weights.names().forEach(tensor -> tensors.put(tensor, weights.tensor(tensor)));
        return tensors;
    }

    private static Map<String, StoredTensor> prefixed(String prefix, Map<String, StoredTensor> tensors) {
        Map<String, StoredTensor> inside = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> inside.put(prefix + name, tensor));
        return inside;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RRDBNET,
                "msrresnet_x4_nf16_nb4.pth",
                "vgg19_width0.125.pth",
                "alexnet_width0.125.pth",
                "unet_discriminator_sn_nf16.pth"
            })
    void no_tensor_can_go_or_change_its_shape_unsaid(String name) {
        StateDict whole = Checkpoints.read(Golden.file(name));
        for (String tensor : whole.names()) {
            String layer = tensor.substring(0, tensor.lastIndexOf('.'));
            int size = (int) whole.tensor(tensor).size();
            assertThatThrownBy(() -> Architectures.recognize(changed(whole, tensors -> tensors.remove(tensor))))
                    .as("without %s", tensor)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .containsAnyOf(layer, "one of the known networks");
            assertThatThrownBy(() -> Architectures.recognize(changed(
                            whole, tensors -> tensors.put(tensor, StoredTensor.of(new float[size + 1], size + 1)))))
                    .as("with another shape of %s", tensor)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .containsAnyOf(tensor, "one of the known networks");
        }
    }

    private Path changed(String name, Consumer<Map<String, StoredTensor>> change) {
        StateDict changed = changed(Checkpoints.read(Golden.file(name)), change);
        return Checkpoints.write(changed, folder.resolve("changed.pth"), StoredType.FLOAT32);
    }

    private static StateDict changed(StateDict whole, Consumer<Map<String, StoredTensor>> change) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        whole.names().forEach(tensor -> tensors.put(tensor, whole.tensor(tensor)));
        change.accept(tensors);
        return StateDict.of(tensors);
    }
}
