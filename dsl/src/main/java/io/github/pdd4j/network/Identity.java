package io.github.pdd4j.network;

import io.github.pdd4j.setting.Facts;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Distinguishes the results of one upscaler from those of another: by texts in tables, by values in output folders.
 *
 * <pre>{@code
 * System.out.println(compactGeneralist().upscaling(u -> u.tile(32)).identity().checkpoint());
 * System.out.println(new Identity("nearest neighbor ×4", "", ""));
 * }</pre>
 *
 * @param source the file name of the checkpoint, or a description of the network's origin
 * @param sha256 SHA-256 of the weights in hexadecimal; empty for an interpolation
 * @param settings the upscaling settings as text; empty for the defaults
 * @param facts the values that decide whether two upscalers make the same images: numbers, strings, lists, maps or
 *     records, kept as JSON. The other components are for people and may be reworded
 */
public record Identity(String source, String sha256, String settings, Object facts) {
    /**
     * Converts the facts to JSON, so that identities are equal if their values are.
     *
     * @param source the file name of the checkpoint, or a description of the network's origin
     * @param sha256 SHA-256 of the weights in hexadecimal; empty for an interpolation
     * @param settings the upscaling settings as text; empty for the defaults
     * @param facts numbers, strings, lists, maps or records that decide whether two upscalers make the same images
     */
    public Identity {
        facts = Facts.of(facts);
    }

    /** The facts of an upscaler that states only texts. */
    private record Named(String source, String sha256, String settings) {}

    /**
     * Makes an identity whose texts are also its facts.
     *
     * @param source the file name of the checkpoint, or a description of the network's origin
     * @param sha256 SHA-256 of the weights in hexadecimal; empty for an interpolation
     * @param settings the upscaling settings; empty for the defaults
     */
    public Identity(String source, String sha256, String settings) {
        this(source, sha256, settings, new Named(source, sha256, settings));
    }

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
        return Stream.of(source, settings, sha256.isEmpty() ? "" : "SHA-256 " + sha256)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
