package io.github.pdd4j.image;

import java.util.Iterator;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/** The decoders of ImageIO, those of this library's class loader included. */
final class Codecs {
    static final String NAMES = "PNG, JPEG, BMP, TIFF, WebP or GIF";
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "bmp", "tiff", "webp", "gif");

    static {
        // ImageIO looks only where the thread that asks first looks; a notebook's thread may not see our decoders.
        IIORegistry registry = IIORegistry.getDefaultInstance();
        for (ImageReaderSpi spi : ServiceLoader.load(ImageReaderSpi.class, Codecs.class.getClassLoader())) {
            if (registry.getServiceProviderByClass(spi.getClass()) == null) {
                registry.registerServiceProvider(spi, ImageReaderSpi.class);
            }
        }
    }

    private Codecs() {}

    /** The first decoder of a known format that recognises the content, or null. */
    static @Nullable ImageReader reader(ImageInputStream stream) {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(stream); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (knows(reader)) {
                return reader;
            }
            reader.dispose();
        }
        return null;
    }

    private static boolean knows(ImageReader reader) {
        for (String name : reader.getOriginatingProvider().getFormatNames()) {
            if (FORMATS.contains(name.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
