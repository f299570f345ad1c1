package io.github.pdd4j.image;

/** The formats that are written. */
public enum PictureFormat {
    /** Without loss, 8 or 16 bits, alpha kept. */
    PNG(".png"),
    /** Small files: quality 95, 8 bits, alpha dropped. */
    JPG(".jpg");

    private final String ending;

    PictureFormat(String ending) {
        this.ending = ending;
    }

    /** The ending of file names, with its point. */
    public String ending() {
        return ending;
    }
}
