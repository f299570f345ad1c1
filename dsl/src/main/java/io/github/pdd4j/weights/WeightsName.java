package io.github.pdd4j;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file or name of weights as a cell says it, with the entry that may follow a number sign: {@code x.pth#g_ema}. */
record WeightsName(String file, Optional<String> entry) {
    /** A file whose own name has the sign is meant itself. */
    static WeightsName of(String text) {
        int sign = text.lastIndexOf('#');
        boolean whole = sign <= 0 || sign == text.length() - 1 || Files.exists(Path.of(text));
        return whole
                ? new WeightsName(text, Optional.empty())
                : new WeightsName(text.substring(0, sign), Optional.of(text.substring(sign + 1)));
    }
}
