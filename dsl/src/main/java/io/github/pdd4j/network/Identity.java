package io.github.pdd4j.network;

/**
 * Distinguishes the results of one upscaler from those of another, in tables and output folders.
 *
 * <pre>{@code
 * System.out.println(compactGeneralist().upscaling(u -> u.tile(32)).identity().checkpoint());
 * System.out.println(new Identity("nearest neighbor ×4", "", ""));
 * }</pre>
 *
 * @param source the file name of the checkpoint, or a description of the network's origin
 * @param sha256 SHA-256 of the weights in hexadecimal; empty for an interpolation
 * @param settings the upscaling settings; empty for the defaults
 */
public record Identity(String source, String sha256, String settings) {
    /**
     * Returns the name to show in a table: the source, followed by the settings if they are not the defaults.
     *
     * @return the name
     */
    public String name() {
        return settings.isEmpty() ? source : source + " (" + settings + ")";
    }

    /**
     * Returns the first 8 hexadecimal digits of the SHA-256 of the weights.
     *
     * @return the digits; empty for an interpolation
     */
    public String checkpoint() {
        return sha256.substring(0, Math.min(8, sha256.length()));
    }

    @Override
    public String toString() {
        return source + (sha256.isEmpty() ? "" : ", SHA-256 " + sha256) + (settings.isEmpty() ? "" : ", " + settings);
    }
}
