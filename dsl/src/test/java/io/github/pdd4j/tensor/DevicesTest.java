package io.github.pdd4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class DevicesTest {
    @Test
    void the_processor_is_always_there() {
        assertThat(Devices.phrases()).startsWith("cpu()").hasSize(1 + Torch.graphicsCards());
        assertThatCode(() -> Devices.require(Device.cpu())).doesNotThrowAnyException();
    }

    @Test
    void a_card_that_is_not_there_is_refused_with_those_that_are_and_a_reason() {
        int missing = Torch.graphicsCards();

        assertThatThrownBy(() -> Devices.require(Device.gpu(missing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device must be one of " + Devices.phrases() + ", got gpu(" + missing + "): "
                        + Devices.whyNot());
    }

    @Test
    void the_reason_names_what_is_missing_first() {
        assertThat(new Devices.Sight(0, false, false).reason())
                .isEqualTo("no NVIDIA driver is loaded, install the card's and look at ./pdd doctor");
        assertThat(new Devices.Sight(0, true, false).reason())
                .startsWith("an NVIDIA driver is loaded, but the engine's native library is for the CPU or of another"
                        + " version: start through ./pdd");
        assertThat(new Devices.Sight(0, true, true).reason())
                .contains("cards are counted through CUDA's runtime library cudart");
        assertThat(new Devices.Sight(2, true, true).reason()).isEqualTo("graphics cards are counted from gpu(0) on");
    }
}
