package io.github.pdd4j.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OperationsTest {
    private static final Workload TINY = new Workload(new Workload.Sizes(4, 1, 2, 2), 1, 16);

    /** Multiplications and additions of a 3×3 convolution at one pixel. */
    private static double at(int inputs, int outputs) {
        return 2e-9 * 9 * inputs * outputs;
    }

    @Test
    void an_rrdbnet_is_counted_at_the_sizes_that_its_images_have() {
        double dense = at(4, 2) + at(6, 2) + at(8, 2) + at(10, 2) + at(12, 4);
        double small = at(3, 4) + 3 * dense + at(4, 4);
        double one = 16 * 16 * small + 32 * 32 * at(4, 4) + 64 * 64 * (2 * at(4, 4) + at(4, 3));

        assertThat(Operations.generalist(TINY))
                .isEqualTo(new Operations(Operations.generalist(TINY).total(), 0, 0));
        assertThat(Operations.generalist(TINY).total()).isCloseTo(2 * one, within(1e-12));
        assertThat(Operations.specialist(TINY).toWeights()).isCloseTo(2 * one, within(1e-12));
        assertThat(Operations.specialist(TINY).toInputs()).isCloseTo(2 * (one - 16 * 16 * at(3, 4)), within(1e-12));
    }

    @Test
    void vgg19_is_counted_at_the_sizes_between_its_poolings() {
        double one = 64 * 64 * (at(3, 2) + at(2, 2))
                + 32 * 32 * (at(2, 4) + at(4, 4))
                + 16 * 16 * (at(4, 8) + 3 * at(8, 8))
                + 8 * 8 * (at(8, 16) + 3 * at(16, 16))
                + 4 * 4 * 4 * at(16, 16);

        assertThat(Operations.features(TINY).forward()).isCloseTo(5 * one, within(1e-12));
        assertThat(Operations.features(TINY).toInputs()).isCloseTo(2 * one, within(1e-12));
        assertThat(Operations.features(TINY).toWeights()).isZero();
    }

    @Test
    void the_discriminator_is_counted_in_both_of_its_passes() {
        double kernelsOf4 = 16 / 9.0;
        double first = 64 * 64 * at(3, 2);
        double one = first
                + kernelsOf4 * (32 * 32 * at(2, 4) + 16 * 16 * at(4, 8) + 8 * 8 * at(8, 16))
                + 16 * 16 * at(16, 8)
                + 32 * 32 * at(8, 4)
                + 64 * 64 * (at(4, 2) + 2 * at(2, 2) + at(2, 1));

        assertThat(Operations.discriminator(TINY).forward()).isCloseTo(4 * one, within(1e-12));
        assertThat(Operations.discriminator(TINY).toInputs()).isCloseTo(4 * one - 2 * first, within(1e-12));
        assertThat(Operations.discriminator(TINY).toWeights()).isCloseTo(2 * one, within(1e-12));
    }

    @Test
    void the_whole_step_with_the_published_networks_makes_some_350_of_them() {
        Workload w = Workload.of(24);

        assertThat(Operations.specialist(w).total()).isCloseTo(78, within(1.0));
        assertThat(Operations.generalist(w).total()).isCloseTo(26, within(1.0));
        assertThat(Operations.of(w).total()).isCloseTo(350, within(5.0));
    }
}
