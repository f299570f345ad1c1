package io.github.pdd4j.image;

import java.nio.file.Path;
import java.util.Locale;

/** The formats that are written. */
public enum ImageFileFormat {
    /** Without loss, 8 or 16 bits, alpha kept. */
    PNG(".png"),
    /** Small files: quality 95, 8 bits, alpha dropped. */
    JPG(".jpg");

    private final String ending;

    ImageFileFormat(String ending) {
        this.ending = ending;
    }

    /**
     * The format that a file's name asks for.
     *
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

    /** The ending of file names, with its point. */
    public String ending() {
        return ending;
    }
}
