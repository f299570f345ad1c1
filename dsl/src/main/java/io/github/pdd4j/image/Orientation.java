package io.github.pdd4j.image;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** How a camera says that its sensor was turned: EXIF tag 274 under the names of ImageIO's standard metadata. */
enum Orientation {
    NORMAL(false, false, false),
    FLIP_H(false, true, false),
    ROTATE_180(false, true, true),
    FLIP_V(false, false, true),
    TRANSPOSE(true, false, false),
    ROTATE_270(true, true, false),
    TRANSVERSE(true, true, true),
    ROTATE_90(true, false, true);

    private static final Map<String, Orientation> NAMES = Map.of(
            "FlipH", FLIP_H,
            "Rotate180", ROTATE_180,
            "FlipV", FLIP_V,
            "FlipHRotate90", TRANSPOSE,
            "Rotate270", ROTATE_270,
            "FlipVRotate90", TRANSVERSE,
            "Rotate90", ROTATE_90);

    private final boolean transpose;
    private final boolean horizontal;
    private final boolean vertical;

    Orientation(boolean transpose, boolean horizontal, boolean vertical) {
        this.transpose = transpose;
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    static Orientation of(ImageReader reader) throws IOException {
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        if (!format.equals("jpeg") && !format.equals("tiff")) {
            return NORMAL;
        }
        Orientation named = named(reader.getImageMetadata(0));
        return format.equals("jpeg") ? named.ofJpeg() : named;
    }

    private static Orientation named(@Nullable IIOMetadata metadata) {
        if (metadata == null || !metadata.isStandardMetadataFormatSupported()) {
            return NORMAL;
        }
        Element root = (Element) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        NodeList found = root.getElementsByTagName("ImageOrientation");
        String name = found.getLength() == 0 ? "" : ((Element) found.item(0)).getAttribute("value");
        return NAMES.getOrDefault(name, NORMAL);
    }

    /** The JPEG decoder's metadata exchange two of the names that the TIFF decoder and the standard use. */
    private Orientation ofJpeg() {
        return this == TRANSPOSE ? TRANSVERSE : this == TRANSVERSE ? TRANSPOSE : this;
    }

    Picture upright(Picture stored) {
        Picture picture = transpose ? stored.transposed() : stored;
        picture = horizontal ? picture.flippedHorizontally() : picture;
        return vertical ? picture.flippedVertically() : picture;
    }
}
