package io.github.pdd4j.image;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** BMP: the decoder gets the whole file. Only the newest header version can have a color profile. */
final class BmpParts {
    private static final int FILE_HEADER = 14;
    private static final int NEWEST_HEADER = 124;
    private static final int EMBEDDED = 0x4D424544;

    private BmpParts() {}

    static Container of(ImageInputStream file, long end) throws IOException {
        file.setByteOrder(ByteOrder.LITTLE_ENDIAN);
        ImageMetadata metadata = new ImageMetadata();
        if (end >= FILE_HEADER + NEWEST_HEADER) {
            file.seek(FILE_HEADER);
            int header = file.readInt();
            file.seek(FILE_HEADER + 56);
            int space = file.readInt();
            file.seek(FILE_HEADER + 112);
            long from = FILE_HEADER + file.readUnsignedInt();
            long size = file.readUnsignedInt();
            if (header == NEWEST_HEADER && space == EMBEDDED && from + size <= end && size <= ImageMetadata.MAX_BLOCK) {
                metadata.profile(new Excerpt(file).range(from, from + size).all(ImageMetadata.MAX_BLOCK));
            }
        }
        return new Container(ContainerFormat.BMP, new Excerpt(file).range(0, end), metadata);
    }
}
