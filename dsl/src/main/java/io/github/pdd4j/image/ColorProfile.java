package io.github.pdd4j.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * An ICC profile: describes how to display the samples of an image; it does not change their values.
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
     * Reads a profile.
     *
     * @param bytes a complete ICC profile; bytes after its stated size are ignored
     * @return the profile, or empty if the bytes are not a profile or shorter than the stated size
     */
    public static Optional<ColorProfile> of(byte[] bytes) {
        // The tag count follows the header.
        if (bytes.length < HEADER + 4 || !text(bytes, SIGNATURE).equals("acsp")) {
            return Optional.empty();
        }
        int size = ByteBuffer.wrap(bytes).getInt();
        return size < HEADER + 4 || size > bytes.length
                ? Optional.empty()
                : Optional.of(new ColorProfile(Arrays.copyOf(bytes, size)));
    }

    /**
     * Returns the profile in file format.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Tells whether the profile is for gray (one channel) or RGB (more channels), not counting alpha. */
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

    /** Returns for example {@code ICC profile of 588 bytes}. */
    @Override
    public String toString() {
        return "ICC profile of " + bytes.length + " bytes";
    }
}
