package io.github.pdd4j.data;

/**
 * Identifies an image by its content.
 *
 * <pre>{@code
 * System.out.println(Images.in(folder).digests().get(0).sha256());
 * }</pre>
 *
 * @param sha256 the SHA-256 of the file, or of the values of an image in memory, in hexadecimal
 * @param name the name of the image
 */
public record ImageDigest(String sha256, String name) {
    /**
     * Returns the digest and the name in the format of {@code sha256sum}.
     *
     * @return one line, without its end
     */
    public String line() {
        return sha256 + "  " + name;
    }

    /** The {@link #line()}. */
    @Override
    public String toString() {
        return line();
    }
}
