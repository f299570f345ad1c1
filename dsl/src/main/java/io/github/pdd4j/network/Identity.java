package io.github.pdd4j.network;

/**
 * What tells the results of an upscaler from those of another; as text all of it, in a table name and checkpoint.
 *
 * <pre>{@code
 * System.out.println(compactGeneralist().upscaling(u -> u.tile(32)).identity().checkpoint());
 * System.out.println(new Identity("nearest neighbor ×4", "", ""));
 * }</pre>
 *
 * @param source where it comes from: a file, or how it came to be
 * @param sha256 SHA-256 of its weights in hexadecimal; empty for an interpolation
 * @param settings how it upscales; empty where that is as by default
 */
public record Identity(String source, String sha256, String settings) {
    /** What to call it in a table. */
    public String name() {
        return settings.isEmpty() ? source : source + " (" + settings + ")";
    }

    /** The first 8 digits that its weights are known by; empty for an interpolation. */
    public String checkpoint() {
        return sha256.substring(0, Math.min(8, sha256.length()));
    }

    @Override
    public String toString() {
        return source + (sha256.isEmpty() ? "" : ", SHA-256 " + sha256) + (settings.isEmpty() ? "" : ", " + settings);
    }
}
