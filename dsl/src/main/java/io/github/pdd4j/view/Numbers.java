package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * Formats numbers for reading.
 *
 * <pre>{@code
 * System.out.println(Numbers.shortly(24.31415));
 * }</pre>
 */
@Internal
public final class Numbers {
    private Numbers() {}

    /**
     * Formats with four significant digits; integers are unchanged, very small and very large values have an
     * exponent.
     *
     * @param value the number
     * @return its text; a dash for NaN
     */
    public static String shortly(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.valueOf((long) value);
        }
        return rounded(value);
    }

    /**
     * Rounds to a number of significant digits.
     *
     * @param value the number
     * @param digits at least 1
     * @return its text; as {@link #shortly} for numbers that are not finite
     */
    public static String digits(double value, int digits) {
        if (!Double.isFinite(value)) {
            return shortly(value);
        }
        double size = Math.abs(value);
        return value != 0 && (size < 1e-4 || size >= 1e6)
                ? String.format(Locale.ROOT, "%." + (digits - 1) + "e", value)
                : new BigDecimal(value).round(new MathContext(digits)).toPlainString();
    }

    /** Formats a tick label without trailing zeros. */
    static String tick(double value) {
        if (!Double.isFinite(value)) {
            // XChart also asks for labels of non-finite positions.
            return " ";
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        BigDecimal number = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        return size < 1e-4 || size >= 1e6
                ? String.format(Locale.ROOT, "%.0e", value).replaceAll("e([+-])0*", "e$1")
                : number.toPlainString();
    }

    /** Labels only 1, 2 and 5 of each decade, because the other labels would overlap. */
    static String logarithmicTick(double value) {
        int leading = (int) Math.rint(value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9)));
        return leading == 1 || leading == 2 || leading == 5 ? tick(value) : " ";
    }

    /** Rounds to the digits that fit above a bar: three, or two for values below 1. */
    static double aboveBar(double height) {
        return new BigDecimal(height)
                .round(new MathContext(Math.abs(height) < 1 ? 2 : 3))
                .doubleValue();
    }

    private static String rounded(double value) {
        double size = Math.abs(value);
        if (size < 1e-4 || size >= 1e9) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        int digits = size < 10_000 ? 4 : (int) Math.floor(Math.log10(size)) + 1;
        return new BigDecimal(value).round(new MathContext(digits)).toPlainString();
    }
}
