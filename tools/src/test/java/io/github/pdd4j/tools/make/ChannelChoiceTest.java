package io.github.pdd4j.tools.make;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChannelChoiceTest {
    @Test
    void a_copy_of_a_chosen_channel_explains_nothing_more() {
        // Channels 0 and 1 are equal, 2 is independent and smaller than both.
        double[][] covariances = {{4, 4, 0}, {4, 4, 0}, {0, 0, 1}};

        assertThat(ChannelChoice.of(covariances, 2)).contains(2).hasSize(2);
    }

    @Test
    void the_first_channel_is_the_one_that_explains_most_of_all_together() {
        // Channel 1 varies less than channel 0, but explains a part of channel 2 as well.
        double[][] covariances = {{4, 0, 0}, {0, 3, 2.4}, {0, 2.4, 3}};

        assertThat(ChannelChoice.of(covariances, 1)).containsExactly(1);
    }

    @Test
    void channels_that_never_vary_are_taken_last() {
        assertThat(ChannelChoice.of(new double[][] {{0, 0, 0}, {0, 2, 0}, {0, 0, 1}}, 2))
                .containsExactly(1, 2);
    }
}
