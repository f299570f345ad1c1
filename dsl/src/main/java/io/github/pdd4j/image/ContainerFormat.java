package io.github.pdd4j.image;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The readable formats, recognized by their first bytes. */
enum ContainerFormat {
    PNG,
    JPEG,
    BMP,
    TIFF,
    WEBP,
    GIF;

    /** The number of bytes that {@link #of} needs. */
    static final int START = 16;

    /** The valid sizes of BMP headers, checked because text files may also start with "BM". */
    private static final Set<Integer> BMP_HEADERS = Set.of(12, 16, 40, 52, 56, 64, 108, 124);

    static final String NAMES = "PNG, JPEG, BMP, TIFF, WebP or GIF";

    static @Nullable ContainerFormat of(byte[] start) {
        String begin = new String(start, StandardCharsets.ISO_8859_1);
        if (begin.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (begin.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (begin.startsWith("RIFF") && begin.startsWith("WEBP", 8)) {
            return WEBP;
        }
        if (begin.startsWith("GIF87a") || begin.startsWith("GIF89a")) {
            return GIF;
        }
        if (begin.matches("(?s)(II[*+]\0|MM\0[*+]).*")) {
            return TIFF;
        }
        return begin.startsWith("BM") && start.length == START && BMP_HEADERS.contains((int) start[14]) ? BMP : null;
    }
}
