package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.Golden;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredType;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "golden/rrdbnet_x4_nf16_nb2_gc8.pth",
                "golden/rrdbnet_x2_nf16_nb1_gc8.pth",
                "golden/bsrgan_x4_nf16_nb2_gc8.pth",
                "golden/msrresnet_x4_nf16_nb4.pth",
                "golden/span_x2_nf8.pth",
                "golden/vgg19_width0.125.pth",
                "golden/alexnet_width0.125.pth",
                "weights/realesr-general-x4v3.pth",
                "weights/4xLSDIRCompactC3.pth",
                "weights/efficientnet-lite0-57934424.pth",
                "weights/ncnn/REALESRGAN_ANIMAVIDEOV3_UP4X.param"
            })
    void a_network_is_the_same_to_the_bit_after_writing_and_reading_it_in_either_format(String name) {
        Architecture.Recognized read = Architectures.read(file(name));

        for (String ending : new String[] {".pth", ".safetensors"}) {
            Path written = Checkpoints.write(read.weights(), folder.resolve("copy" + ending), StoredType.FLOAT32);
            Architecture.Recognized again = Architectures.read(written);
            assertThat(again.config()).isEqualTo(read.config());
            assertSame(again.weights(), read.weights());
        }
    }

    private static void assertSame(StateDict actual, StateDict expected) {
        assertThat(actual.names()).isEqualTo(expected.names());
        for (String name : expected.names()) {
            assertThat(actual.tensor(name).shape())
                    .isEqualTo(expected.tensor(name).shape());
            assertThat(actual.tensor(name).floats())
                    .isEqualTo(expected.tensor(name).floats());
        }
    }

    private static Path file(String name) {
        return name.startsWith("golden/") ? Golden.file(name.substring("golden/".length())) : Golden.shared(name);
    }
}
