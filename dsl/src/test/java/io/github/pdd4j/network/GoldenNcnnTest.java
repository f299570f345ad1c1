package io.github.pdd4j.network;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.Golden;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks from ncnn files, whose layers are numbered and whose weights are half. */
class GoldenNcnnTest {
    private static final String ANIMATION = "weights/ncnn/REALESRGAN_ANIMAVIDEOV3_UP4X";
    private static final double HALF_ROUNDING = 0x1p-11;

    @Test
    void srvggnetcompact_is_recognized_and_predicts_what_the_published_code_predicts() {
        Network network = Network.load(Golden.shared(ANIMATION + ".param"));
        StateDict golden = Golden.arrays("ncnn_compact.npz");

        assertThat(network.config()).hasToString("Config[scale=4, features=64, convolutions=16]");
        assertAgrees(predict(network, golden), values(golden, "output"), 1e-4);
    }

    /** The reference's weights are half throughout; an ncnn file keeps its biases in float, which is all they differ in. */
    @Test
    void real_esrgan_is_recognized_and_predicts_what_the_published_code_predicts(@TempDir Path folder) {
        Network network = Network.load(Golden.fetched("realesrgan-x4plus.param"));
        Path half = Checkpoints.write(network.weights(), folder.resolve("half.safetensors"), StoredType.FLOAT16);
        StateDict golden = Golden.arrays("real_networks.npz");

        assertThat(network.config()).hasToString("Config[scale=4, features=64, blocks=23, growth=32, folded=1]");
        assertAgrees(predict(Network.load(half), golden), values(golden, "RealESRGAN_x4plus"), 1e-4);
        assertAgrees(predict(network, golden), values(golden, "RealESRGAN_x4plus"), HALF_ROUNDING);
    }

    @Test
    void a_network_whose_prediction_is_resized_in_the_end_is_refused(@TempDir Path folder) throws IOException {
        String param = Files.readString(Golden.shared(ANIMATION + ".param"));
        Path twice = folder.resolve("up2x.param");
        Files.writeString(
                twice,
                param.replaceFirst("\n40 41", "\n41 42")
                        + "Interp Resize_40 1 1 output half 0=3 1=5.000000e-01 2=5.000000e-01\n");
        Files.copy(Golden.shared(ANIMATION + ".bin"), folder.resolve("up2x.bin"));

        assertThatThrownBy(() -> Network.load(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SRVGGNetCompact in an ncnn file must resize once, got up2x.bin, which also"
                        + " resizes its prediction: use the x4 file of the same network");
    }

    private static float[] predict(Network network, StateDict golden) {
        StoredTensor input = golden.tensor("input");
        try (Scope scope = Scope.inference()) {
            NDArray x = scope.tensor(input.floats(), input.shape());
            return Model.frozen(network, Precision.FLOAT32, scope).predict(x).toFloatArray();
        }
    }

    private static float[] values(StateDict golden, String name) {
        return golden.tensor(name).floats();
    }
}
