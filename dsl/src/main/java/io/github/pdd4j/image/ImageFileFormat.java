package io.github.pdd4j.image;

import java.nio.file.Path;
import java.util.Locale;

/** The formats that can be written. */
public enum ImageFileFormat {
    /** Lossless, 8 or 16 bits per sample, with alpha. */
    PNG(".png"),
    /** Lossy with quality 95, 8 bits per sample, without alpha. */
    JPG(".jpg");

    private final String ending;

    ImageFileFormat(String ending) {
        this.ending = ending;
    }

    /**
     * Returns the format for a file name.
     *
     * @param file the file
     * @return the format
     * @throws IllegalArgumentException if the name does not end in .png, .jpg or .jpeg
     */
    public static ImageFileFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            return PNG;
        }
        if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
            return JPG;
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "a saved image's name must end in .png, .jpg or .jpeg, got %s: use .png to keep every value",
                file.getFileName()));
    }

    /**
     * Returns the file name extension.
     *
     * @return the extension with its dot
     */
    public String ending() {
        return ending;
    }
}
