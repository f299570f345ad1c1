package io.github.pdd4j.image;

import java.io.IOException;
import java.util.Iterator;
import java.util.ServiceLoader;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** The decoders of ImageIO, including those visible to this library's class loader. */
final class Codecs {
    static {
        // ImageIO uses the class loader of the first calling thread; that of a notebook may not see these decoders.
        IIORegistry registry = IIORegistry.getDefaultInstance();
        for (ImageReaderSpi spi : ServiceLoader.load(ImageReaderSpi.class, Codecs.class.getClassLoader())) {
            if (registry.getServiceProviderByClass(spi.getClass()) == null) {
                registry.registerServiceProvider(spi, ImageReaderSpi.class);
            }
        }
    }

    private Codecs() {}

    /** Returns the first decoder of the format that recognizes the content. */
    static ImageReader reader(ContainerFormat format, ImageInputStream samples) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(samples); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (reads(reader, format)) {
                return reader;
            }
            reader.dispose();
        }
        throw new IIOException("its header is damaged");
    }

    private static boolean reads(ImageReader reader, ContainerFormat format) {
        for (String name : reader.getOriginatingProvider().getFormatNames()) {
            if (name.equalsIgnoreCase(format.name())) {
                return true;
            }
        }
        return false;
    }
}
