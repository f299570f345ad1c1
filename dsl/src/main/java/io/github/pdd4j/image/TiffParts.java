package io.github.pdd4j.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.stream.ImageInputStream;

/** TIFF: the decoder gets only the fields of the first directory that describe samples. */
final class TiffParts {
    /** The fields that TIFF 6.0 and its supplements define for decoding: sizes, layout, compression, colors. */
    private static final Set<Integer> NEEDED = Set.of(
            254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 277, 278, 279, 280, 281, 284, 290, 291, 292,
            293, 301, 317, 318, 319, 320, 322, 323, 324, 325, 332, 333, 334, 338, 339, 340, 341, 342, 347, 512, 513,
            514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532);

    private static final int PHOTOMETRIC = 262;

    private TiffParts() {}

    static Container of(ImageInputStream file, long end) throws IOException {
        ImageMetadata metadata = new ImageMetadata();
        Optional<TiffDirectory> found = TiffDirectory.of(file);
        found.ifPresent(directory -> {
            metadata.directory(directory);
            directory.block(TiffDirectory.XMP).ifPresent(metadata::xmp);
            directory.block(TiffDirectory.PROFILE).ifPresent(metadata::profile);
        });
        Excerpt samples = found.isPresent() ? samples(file, end, found.get()) : new Excerpt(file).range(0, end);
        return new Container(ContainerFormat.TIFF, samples, metadata);
    }

    /** Returns the file with its first directory shortened and without later directories. */
    private static Excerpt samples(ImageInputStream file, long end, TiffDirectory directory) throws IOException {
        List<TiffDirectory.Entry> needed = directory.entries().stream()
                .filter(entry -> NEEDED.contains(entry.tag()))
                .toList();
        ByteBuffer count =
                ByteBuffer.allocate((int) (directory.first() - directory.at())).order(file.getByteOrder());
        Excerpt samples = new Excerpt(file).range(0, directory.at());
        if (directory.big()) {
            count.putLong(needed.size());
        } else {
            count.putShort((short) needed.size());
        }
        samples.bytes(count.array());
        for (TiffDirectory.Entry entry : needed) {
            samples.range(entry.at(), entry.at() + directory.size());
        }
        byte[] last = new byte[directory.big() ? 8 : 4];
        samples.bytes(last);
        return samples.range(samples.length(), end);
    }

    /** Tells whether 0 means white, which raw samples do not show. */
    static boolean inverted(Container container) {
        return TiffDirectory.of(container.samples())
                .flatMap(directory -> directory.number(PHOTOMETRIC))
                .filter(photometric -> photometric == 0)
                .isPresent();
    }
}
