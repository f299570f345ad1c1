package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.tensor.Torch;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class DeviceTest {
    /** The engine has one processor, which may be called by a number: so it differs from the default one. */
    private static final Device PROCESSOR = Device.of("cpu", 1);

    @Test
    void the_networks_of_a_run_stay_where_it_was_trained() {
        Run run = Small.sentence().on(PROCESSOR).iterations(1).train();

        assertThat(run.specialist().device()).contains(PROCESSOR);
        assertThat(run.generalist().device()).contains(PROCESSOR);
        assertThat(run.view().html()).contains("specialist before");
        assertThat(Small.sentence().iterations(1).train().specialist().device()).isEmpty();
    }

    @Test
    void losses_and_checks_that_ask_for_the_default_device_get_that_of_the_sentence() {
        Set<Device> seen = ConcurrentHashMap.newKeySet();
        Loss asking = p -> {
            seen.add(Torch.device());
            return p.specialist().unlabeled().mean();
        };
        Distillation sentence = Small.sentence().on(PROCESSOR);

        sentence.iterations(1).loss("asking", 1, asking).train();
        Pdd.check(asking, sentence);

        assertThat(seen).containsExactly(PROCESSOR);
    }

    @Test
    void a_card_that_is_not_there_is_refused_before_a_check_or_a_training() {
        Distillation sentence = Small.sentence().on(Device.gpu(Torch.graphicsCards()));

        assertThatThrownBy(() -> Pdd.check(p -> p.specialist().unlabeled().mean(), sentence))
                .hasMessageStartingWith("device must be one of ");
        assertThatThrownBy(sentence::train).hasMessageStartingWith("device must be one of ");
    }
}
