package io.github.pdd4j.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {
    @Test
    void every_half_survives_widening_and_narrowing_bit_for_bit() {
        assertThat(IntStream.range(0, 1 << 16)
                        .filter(bits -> HalfPrecision.narrow(HalfPrecision.widen((short) bits)) != (short) bits)
                        .toArray())
                .isEmpty();
    }

    @Test
    void every_bfloat16_survives_widening_and_narrowing_bit_for_bit() {
        assertThat(IntStream.range(0, 1 << 16)
                        .filter(bits ->
                                HalfPrecision.narrowBrain(HalfPrecision.widenBrain((short) bits)) != (short) bits)
                        .toArray())
                .isEmpty();
    }

    @Test
    void the_float_between_two_halves_rounds_to_the_even_one_and_its_neighbors_to_the_nearer() {
        for (int bits = 0; bits < 0x7bff; bits++) {
            float middle = (HalfPrecision.widen((short) bits) + HalfPrecision.widen((short) (bits + 1))) / 2;
            assertThat(HalfPrecision.narrow(middle)).isEqualTo((short) (bits + (bits & 1)));
            assertThat(HalfPrecision.narrow(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(HalfPrecision.narrow(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(HalfPrecision.narrow(-middle)).isEqualTo((short) ((bits + (bits & 1)) | 0x8000));
        }
    }

    @ParameterizedTest(name = "{0} is stored as {1}")
    @CsvSource({
        "1.0, 3c00",
        "65504, 7bff",
        "65519.996, 7bff",
        "65520, 7c00",
        "Infinity, 7c00",
        "-Infinity, fc00",
        "NaN, 7e00",
        "5.9604645e-8, 0001",
        "2.9802322e-8, 0000",
        "2.9802326e-8, 0001",
        "-0.0, 8000",
        "1e-45, 0000"
    })
    void edges_of_the_half_range(float value, String hex) {
        assertThat(HalfPrecision.narrow(value)).isEqualTo((short) Integer.parseInt(hex, 16));
    }

    @ParameterizedTest(name = "{0} is stored as {1}")
    @CsvSource({
        "1.0, 3f80",
        "1.00390625, 3f80",
        "1.01171875, 3f82",
        "3.4028235e38, 7f80",
        "-Infinity, ff80",
        "NaN, 7fc0",
        "-0.0, 8000"
    })
    void edges_of_the_bfloat16_range(float value, String hex) {
        assertThat(HalfPrecision.narrowBrain(value)).isEqualTo((short) Integer.parseInt(hex, 16));
    }
}
