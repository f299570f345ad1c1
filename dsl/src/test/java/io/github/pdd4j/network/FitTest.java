package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Golden;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a checkpoint that almost fits. */
class FitTest {
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
                        + " (conv_last.bias 4 instead of 3)" + NEXT);
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
                        + " \\(body\\.0\\.rdb3\\.conv1\\.weight, nearest body\\.0\\.rdb\\d\\.conv1\\.weight,"
                        + " body\\.0\\.rdb3\\.conv1\\.bias, nearest body\\.0\\.rdb\\d\\.conv1\\.bias,"
                        + " body\\.0\\.rdb3\\.conv2\\.weight, nearest body\\.0\\.rdb\\d\\.conv2\\.weight"
                        + " and 7 more\\).*");
    }

    @Test
    void a_tensor_that_no_layer_uses_means_another_network() {
        Path file = changed(
                "msrresnet_x4_nf16_nb4.pth",
                tensors -> tensors.put("body.1.attention.weight", StoredTensor.of(new float[2], 2)));

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessage("tensors of changed.pth must be those of one whole SRResNet, got 1 unexpected"
                        + " (body.1.attention.weight, nearest body.1.conv1.weight)" + NEXT);
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

    @Test
    void names_behind_a_prefix_are_said_with_the_network_that_they_come_nearest_to() {
        Path file = changed(RRDBNET, tensors -> {
            Map<String, StoredTensor> inside = new LinkedHashMap<>();
            tensors.forEach((name, tensor) -> inside.put("generator." + name, tensor));
            tensors.clear();
            tensors.putAll(inside);
        });

        assertThatThrownBy(() -> Pdd.network(file))
                .hasMessageEndingWith(", got changed.pth whose tensors begin [generator.conv_first.weight,"
                        + " generator.conv_first.bias, generator.body.0.rdb1.conv1.weight]: the nearest is RRDBNet, if it"
                        + " is that, rename generator.body.0.rdb1.conv1.weight to body.0.rdb1.conv1.weight and the others"
                        + " likewise");
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
            assertThatThrownBy(() -> Architectures.recognise(changed(whole, tensors -> tensors.remove(tensor))))
                    .as("without %s", tensor)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .containsAnyOf(layer, "one of the known networks");
            assertThatThrownBy(() -> Architectures.recognise(changed(
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
