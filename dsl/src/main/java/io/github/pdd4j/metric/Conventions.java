package io.github.pdd4j.metric;

/** How the conventions of pixel measures read. */
final class Conventions {
    private Conventions() {}

    static String of(int border, boolean onLuma, boolean rounded) {
        return "%s, border %d, %s"
                .formatted(onLuma ? "Y of YCbCr (BT.601)" : "RGB", border, rounded ? "8 bits" : "unrounded");
    }
}
