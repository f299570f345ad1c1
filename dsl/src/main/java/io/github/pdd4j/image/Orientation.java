package io.github.pdd4j.image;

/** The image orientation of EXIF tag 274, with its values 1 to 8 in this order. */
enum Orientation {
    NORMAL(false, false, false),
    FLIP_H(false, true, false),
    ROTATE_180(false, true, true),
    FLIP_V(false, false, true),
    TRANSPOSE(true, false, false),
    ROTATE_270(true, true, false),
    TRANSVERSE(true, true, true),
    ROTATE_90(true, false, true);

    private final boolean transpose;
    private final boolean horizontal;
    private final boolean vertical;

    Orientation(boolean transpose, boolean horizontal, boolean vertical) {
        this.transpose = transpose;
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    /** Returns the orientation for a value of EXIF tag 274; unknown values mean {@link #NORMAL}. */
    static Orientation ofExif(int value) {
        return value >= 1 && value <= values().length ? values()[value - 1] : NORMAL;
    }

    /** Returns the size after applying the orientation. */
    ImageSize upright(ImageSize stored) {
        return transpose ? new ImageSize(/* width= */ stored.height(), /* height= */ stored.width()) : stored;
    }

    Image upright(Image stored) {
        Image image = transpose ? stored.transposed() : stored;
        image = horizontal ? image.flippedHorizontally() : image;
        return vertical ? image.flippedVertically() : image;
    }
}
