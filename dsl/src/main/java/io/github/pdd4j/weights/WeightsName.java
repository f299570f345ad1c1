package io.github.pdd4j.weights;

import io.github.pdd4j.api.Internal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file or a name of weights with the entry to read from it, written as {@code x.pth#g_ema}.
 *
 * <pre>{@code
 * System.out.println(WeightsName.of("x.pth#g_ema").entry());
 * }</pre>
 *
 * @param file a path, or a name of {@code ./pdd fetch}
 * @param entry key of the network in the file, or prefix of its tensor names
 */
@Internal
public record WeightsName(String file, Optional<String> entry) {
    /**
     * Splits a text at its last number sign, unless it is the name of an existing file or nothing follows the sign.
     *
     * @param text as a cell or a command gives it
     * @return the two parts
     */
    public static WeightsName of(String text) {
        int sign = text.lastIndexOf('#');
        boolean whole = sign <= 0 || sign == text.length() - 1 || Files.exists(Path.of(text));
        return whole
                ? new WeightsName(text, Optional.empty())
                : new WeightsName(text.substring(0, sign), Optional.of(text.substring(sign + 1)));
    }

    /** The text that {@link #of} splits. */
    @Override
    public String toString() {
        return file + entry.map(name -> "#" + name).orElse("");
    }
}
