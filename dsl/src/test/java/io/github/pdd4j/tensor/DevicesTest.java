package io.github.pdd4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.Optional;
import java.util.stream.Stream;
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
    void work_is_done_on_the_device_that_is_said_around_it_and_no_longer() {
        Device usual = Torch.device();
        Device other = Device.of("cpu", 1);

        String inside = Torch.on(Optional.of(other), () -> {
            assertThat(Torch.device()).isEqualTo(other);
            assertThat(Torch.<Device>on(Optional.empty(), Torch::device)).isEqualTo(other);
            return "done";
        });

        assertThat(inside).isEqualTo("done");
        assertThat(Torch.device()).isEqualTo(usual);
        assertThatThrownBy(() -> Torch.on(Optional.of(other), () -> {
                    throw new IllegalStateException("the work's");
                }))
                .hasMessage("the work's");
        assertThat(Torch.device()).isEqualTo(usual);
        assertThatThrownBy(() -> Scope.inference(Device.gpu(Torch.graphicsCards())))
                .hasMessageStartingWith("device must be one of ");
    }

    @Test
    void cards_before_ampere_and_those_that_do_not_tell_compute_in_float32() {
        assertThat(Stream.of("80", "86", "89", "90", "100", "120"))
                .allMatch(capability -> Devices.multipliesBfloat16(Optional.of(capability)));
        assertThat(Stream.of("35", "61", "70", "75", "", "unknown"))
                .noneMatch(capability -> Devices.multipliesBfloat16(Optional.of(capability)));
        assertThat(Devices.multipliesBfloat16(Optional.empty())).isFalse();
        assertThat(Precision.fastest(Device.gpu(Torch.graphicsCards() + 7))).isEqualTo(Precision.FLOAT32);
    }

    @Test
    void the_reason_names_what_is_missing_first() {
        assertThat(new Devices.Sight(0, false, false).reason())
                .isEqualTo("no NVIDIA driver is loaded, install the card's and look at ./pdd doctor");
        assertThat(new Devices.Sight(0, true, false).reason())
                .startsWith("an NVIDIA driver is loaded, but the engine's native library is for the CPU or of another"
                        + " version: start through ./pdd");
        assertThat(new Devices.Sight(0, true, true).reason())
                .contains("under the name libcudart.so, without a version")
                .contains("a link of that name to libcudart.so.12 into a folder on LD_LIBRARY_PATH");
        assertThat(new Devices.Sight(2, true, true).reason()).isEqualTo("graphics cards are counted from gpu(0) on");
    }
}
