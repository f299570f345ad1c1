package io.github.pdd4j.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An ICC profile: how the stored samples of an image are to be shown; it changes no value.
 *
 * <pre>{@code
 * Image input = ImageFiles.load(photo);
 * Image result = Upscaler.bicubic(2).upscale(input);
 * System.out.println(result.profile().equals(input.profile()));
 * }</pre>
 */
public final class ColorProfile {
    private static final int HEADER = 128;
    private static final int COLOR_SPACE = 16;
    private static final int SIGNATURE = 36;

    private final byte[] bytes;

    private ColorProfile(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The profile in these bytes.
     *
     * @param bytes a whole ICC profile; what follows its stated size is left out
     * @return the profile, or nothing if the bytes are shorter than they say or no profile
     */
    public static Optional<ColorProfile> of(byte[] bytes) {
        // After the header comes the number of tags.
        if (bytes.length < HEADER + 4 || !text(bytes, SIGNATURE).equals("acsp")) {
            return Optional.empty();
        }
        int size = ByteBuffer.wrap(bytes).getInt();
        return size < HEADER + 4 || size > bytes.length
                ? Optional.empty()
                : Optional.of(new ColorProfile(Arrays.copyOf(bytes, size)));
    }

    /**
     * The profile as a file holds it.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether it describes samples of one channel (gray) or of three, with or without alpha. */
    boolean describes(int channels) {
        return text(bytes, COLOR_SPACE).equals(channels == 1 ? "GRAY" : "RGB ");
    }

    private static String text(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColorProfile that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** For example {@code ICC profile of 588 bytes}. */
    @Override
    public String toString() {
        return "ICC profile of " + bytes.length + " bytes";
    }
}
