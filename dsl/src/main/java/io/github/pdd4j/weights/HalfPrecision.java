package io.github.pdd4j.weights;

/** Conversions of IEEE 754 binary16 and bfloat16, which Java 17 does not provide. */
final class HalfPrecision {
    private static final int EXPONENT_DIFFERENCE = 127 - 15;
    private static final int LARGEST_EXPONENT = 31;
    private static final float SUBNORMAL_UNIT = 0x1p-24f;

    private HalfPrecision() {}

    static float widen(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * SUBNORMAL_UNIT));
        }
        int wide = exponent == LARGEST_EXPONENT ? 0xff : exponent + EXPONENT_DIFFERENCE;
        return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
    }

    /** Rounds to the nearest binary16, ties to even; values out of range become infinite. */
    static short narrow(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fff_ffff;
        if (magnitude > 0x7f80_0000) {
            return (short) (sign | 0x7c00 | quietFraction((magnitude >>> 13) & 0x3ff));
        }
        int exponent = (magnitude >>> 23) - EXPONENT_DIFFERENCE;
        if (exponent >= LARGEST_EXPONENT) {
            return (short) (sign | 0x7c00);
        }
        // A carry out of the fraction increments the exponent, up to infinity, as rounding requires.
        return (short) (sign | (exponent > 0 ? normal(exponent, magnitude) : subnormal(exponent, magnitude)));
    }

    private static int quietFraction(int fraction) {
        return fraction == 0 ? 0x200 : fraction;
    }

    private static int normal(int exponent, int magnitude) {
        return roundedShift((exponent << 23) | (magnitude & 0x7f_ffff), 13);
    }

    private static int subnormal(int exponent, int magnitude) {
        int shift = 14 - exponent;
        return shift > 24 ? 0 : roundedShift((magnitude & 0x7f_ffff) | 0x80_0000, shift);
    }

    private static int roundedShift(int value, int shift) {
        int kept = value >>> shift;
        int lost = value & ((1 << shift) - 1);
        int tie = 1 << (shift - 1);
        return lost > tie || (lost == tie && (kept & 1) == 1) ? kept + 1 : kept;
    }

    static float widenBrain(short brain) {
        return Float.intBitsToFloat(brain << 16);
    }

    /** Rounds to the nearest bfloat16, ties to even. */
    static short narrowBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            int upper = bits >>> 16;
            return (short) ((upper & 0x7f) == 0 ? upper | 0x40 : upper);
        }
        return (short) roundedShift16(bits);
    }

    private static int roundedShift16(int bits) {
        return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
    }
}
