package io.github.pdd4j.image;

import com.twelvemonkeys.imageio.plugins.webp.vp8.VP8Frame;
import com.twelvemonkeys.imageio.util.ProgressListenerBase;
import java.awt.Point;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Computes the colors of a lossy WebP frame from the decoded planes, bit-identical to libwebp.
 *
 * <p>The decoder of imageio-webp 3.15.0 uses one chroma value for four pixels, where libwebp interpolates, and writes
 * a block before loop filtering of neighboring blocks changes its edges: its result for a photograph of quality 50
 * has a PSNR of 42 dB, and edges of strong colors differ by 150 levels. It has no API for the planes, so they are
 * read from its private fields. Issue to report: "VP8Frame.copyBlock runs before loop filtering of the right and
 * lower neighbors; chroma is not upsampled". Check again with the version after 3.15.0.
 */
final class WebpColors {
    private final int width;
    private final int height;
    private final int chromaWidth;
    private final byte[] luma;
    private final byte[] blue;
    private final byte[] red;

    private WebpColors(int width, int height) {
        this.width = width;
        this.height = height;
        this.chromaWidth = (width + 1) / 2;
        this.luma = new byte[width * height];
        this.blue = new byte[chromaWidth * ((height + 1) / 2)];
        this.red = new byte[blue.length];
    }

    /** Decodes the VP8 data of the stream. */
    static Image image(Excerpt vp8, int width, int height) throws IOException {
        vp8.seek(0);
        VP8Frame frame = new VP8Frame(vp8, false);
        WebpColors colors = new WebpColors(width, height);
        Blocks blocks = new Blocks(frame, new Pixels(colors, (byte[]) read("yuv", frame)));
        frame.setProgressListener(blocks);
        if (!frame.decode(blocks.pixels, new ImageReadParam())) {
            throw new IIOException("the WebP file has no key frame");
        }
        blocks.copy();
        return colors.rgb();
    }

    private static Object read(String name, VP8Frame frame) {
        try {
            Field field = VP8Frame.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(frame);
        } catch (ReflectiveOperationException e) {
            throw otherVersion(e);
        }
    }

    private static IllegalStateException otherVersion(ReflectiveOperationException cause) {
        return new IllegalStateException(
                "imageio-webp must be the version of the build, got another: check the class path", cause);
    }

    /**
     * Copies each row of blocks again when the row below is done, because the decoder copies a block before loop
     * filtering of its right and lower neighbors changes its edges.
     */
    private static final class Blocks extends ProgressListenerBase {
        private final VP8Frame frame;
        private final Pixels pixels;
        private final Method copy;
        private Object[] row = {};

        Blocks(VP8Frame frame, Pixels pixels) {
            this.frame = frame;
            this.pixels = pixels;
            this.copy = Stream.of(VP8Frame.class.getDeclaredMethods())
                    .filter(method -> method.getName().equals("copyBlock"))
                    .findFirst()
                    .orElseThrow(() -> otherVersion(new NoSuchMethodException("copyBlock")));
            copy.setAccessible(true);
        }

        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            copy();
            row = (Object[]) read("previousMacroBlockRow", frame);
        }

        /** The first and last block of a row are only borders. */
        void copy() {
            try {
                for (int column = 1; column < row.length - 1; column++) {
                    copy.invoke(frame, row[column], pixels, pixels.getBounds(), 1, 1);
                }
            } catch (ReflectiveOperationException e) {
                throw otherVersion(e);
            }
        }
    }

    /** Receives the decoder's RGB output but stores the YUV values instead. */
    private static final class Pixels extends WritableRaster {
        private final WebpColors colors;
        private final byte[] yuv;

        Pixels(WebpColors colors, byte[] yuv) {
            super(
                    new PixelInterleavedSampleModel(
                            DataBuffer.TYPE_BYTE, colors.width, colors.height, 3, 3 * colors.width, new int[] {0, 1, 2
                            }),
                    new DataBufferByte(1),
                    new Point());
            this.colors = colors;
            this.yuv = yuv;
        }

        @Override
        public void setDataElements(int x, int y, Object rgb) {
            int chroma = y / 2 * colors.chromaWidth + x / 2;
            colors.luma[y * colors.width + x] = yuv[0];
            colors.blue[chroma] = yuv[1];
            colors.red[chroma] = yuv[2];
        }
    }

    private Image rgb() {
        int plane = width * height;
        float[] chw = new float[3 * plane];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                int scaled = ((luma[i] & 0xFF) * 19077) >> 8;
                int u = chroma(blue, x, y);
                int v = chroma(red, x, y);
                chw[i] = level(scaled + ((v * 26149) >> 8) - 14234);
                chw[plane + i] = level(scaled - ((u * 6419) >> 8) - ((v * 13320) >> 8) + 8708);
                chw[2 * plane + i] = level(scaled + ((u * 33050) >> 8) - 17685);
            }
        }
        return Image.owning(3, height, width, chw);
    }

    /** Clips a 14-bit fixed-point result (Rec. 601, studio range), which has 6 bits below the level. */
    private static float level(int fixed) {
        return Math.max(0, Math.min(255, fixed >> 6)) / 255f;
    }

    /** Interpolates chroma with weights 9 (nearest), 3 (each neighbor) and 1 (diagonal), rounded as libwebp does. */
    private int chroma(byte[] plane, int x, int y) {
        int column = x / 2;
        int row = y / 2;
        int last = (height + 1) / 2 - 1;
        int otherRow = Math.max(0, Math.min(last, (y & 1) == 0 ? row - 1 : row + 1));
        int near = plane[row * chromaWidth + column] & 0xFF;
        int down = plane[otherRow * chromaWidth + column] & 0xFF;
        if (x == 0 || (x == width - 1 && (x & 1) == 1)) {
            return (3 * near + down + 2) >> 2;
        }
        int otherColumn = (x & 1) == 0 ? column - 1 : column + 1;
        int across = plane[row * chromaWidth + otherColumn] & 0xFF;
        int diagonal = plane[otherRow * chromaWidth + otherColumn] & 0xFF;
        return (((near + 3 * across + 3 * down + diagonal + 8) >> 3) + near) >> 1;
    }
}
