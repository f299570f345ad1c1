package io.github.pdd4j.analysis;

import io.github.pdd4j.network.Identity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A set of features: a row of numbers for each patch, with the network, the layer and the patch size that they were made
 * by, and the image that each row comes from. It never changes.
 *
 * <pre>{@code
 * Features features = lowLevel(smallSrResNet()).patch(8).of(images(folder));
 * Features.Halves halves = features.halves();
 * System.out.println(features + ", " + halves.even().kl(halves.odd()).rowCount() + " estimates");
 * }</pre>
 */
public final class Features {
    private static final Identity UNKNOWN = new Identity("numbers", "", "");

    private final double[][] rows;
    private final Identity network;
    private final String layer;
    private final int patch;
    private final List<String> images;

    private Features(double[][] rows, Identity network, String layer, int patch, List<String> images) {
        this.rows = rows;
        this.network = network;
        this.layer = layer;
        this.patch = patch;
        this.images = images;
    }

    /** Takes the rows as they are: whoever calls must not keep them. */
    static Features owned(double[][] rows, Identity network, String layer, int patch, List<String> images) {
        return new Features(rows, network, layer, patch, List.copyOf(images));
    }

    /**
     * Rows of numbers that were made elsewhere, one set of them; network, layer, patch and images are not known.
     *
     * @param rows the numbers, which are copied
     * @throws IllegalArgumentException if there are none at all, as where a notebook emptied the variable
     */
    public static Features of(double[][] rows) {
        Samples.requirePresent("of features", rows);
        return new Features(copied(rows), UNKNOWN, "", 0, Collections.nCopies(rows.length, ""));
    }

    /**
     * Both halves of a set.
     *
     * @param even every other row, from the first
     * @param odd every other row, from the second
     */
    public record Halves(Features even, Features odd) {}

    /**
     * Every other row from the first, and from the second. With one half of this set and the other half of another set of
     * the same images, no patch is in both: estimates by nearest neighbors take samples to be independent.
     */
    public Halves halves() {
        return new Halves(everyOther(0), everyOther(1));
    }

    private Features everyOther(int first) {
        int[] chosen =
                IntStream.range(0, rows.length).filter(i -> i % 2 == first).toArray();
        return new Features(
                Arrays.stream(chosen).mapToObj(i -> rows[i]).toArray(double[][]::new),
                network,
                layer,
                patch,
                Arrays.stream(chosen).mapToObj(images::get).toList());
    }

    /**
     * The KL divergence from another set, by three estimators in both directions: what {@code kl(this, other)} gives.
     *
     * @param other features by the same network, layer and patch size
     * @return the table of {@link Divergence#between(Features, Features)}
     * @throws IllegalArgumentException if the other set was made otherwise, or has too few rows
     */
    public Table kl(Features other) {
        return Divergence.between(this, other);
    }

    /**
     * A projection fitted on these rows: what {@code Pca.fit(dimensions, this)} gives.
     *
     * @param dimensions how many, 1 … the smaller of rows − 1 and {@link #length()}
     * @throws IllegalArgumentException if there are too many dimensions, or values are not finite
     */
    public Pca pca(int dimensions) {
        return Pca.fit(dimensions, this);
    }

    /**
     * These rows as points in the plane: what {@code tsne().of(this)} gives.
     *
     * @throws IllegalArgumentException as {@link TSne#of(Features)}
     */
    public Embedding tsne() {
        return TSne.exact().of(this);
    }

    /** The numbers, one array a row (a copy). */
    public double[][] rows() {
        return copied(rows);
    }

    /** The rows themselves, which no caller changes: a copy may be larger than the memory. */
    double[][] shared() {
        return rows;
    }

    /** The same set after a change of its rows. */
    Features map(UnaryOperator<double[][]> change) {
        return new Features(change.apply(rows), network, layer, patch, images);
    }

    /** How many rows there are. */
    public int size() {
        return rows.length;
    }

    /** How many numbers a row has; 0 where there is no row. */
    public int length() {
        return rows.length == 0 ? 0 : rows[0].length;
    }

    /** The network that made the features; of rows made elsewhere, {@code numbers} without a checkpoint. */
    public Identity network() {
        return network;
    }

    /** The layer whose output they are; empty for rows made elsewhere. */
    public String layer() {
        return layer;
    }

    /** Side of a patch in positions of the layer's output; 0 for rows made elsewhere. */
    public int patch() {
        return patch;
    }

    /** The image that each row comes from, by name, one a row; empty names for rows made elsewhere. */
    public List<String> images() {
        return images;
    }

    /** Checks that sets can be compared: numbers of two networks have nothing in common but their type. */
    static void requireAlike(Features... sets) {
        for (Features set : sets) {
            Samples.requirePresent("of features", set);
            Features first = sets[0];
            boolean alike = set.network.checkpoint().equals(first.network.checkpoint())
                    && set.layer.equals(first.layer)
                    && set.patch == first.patch;
            if (!alike) {
                throw new IllegalArgumentException("sets of features to compare must be made by one network, layer and"
                        + " patch size, got " + set.madeBy() + " beside " + first.madeBy()
                        + ": make both by one lowLevel(network).patch(n)");
            }
        }
    }

    private String madeBy() {
        return layer.isEmpty()
                ? "numbers"
                : String.format(
                        Locale.ROOT,
                        "%s of %s %s in patches of %d × %d",
                        layer,
                        network.name(),
                        network.checkpoint(),
                        patch,
                        patch);
    }

    private static double[][] copied(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Features features
                && network.equals(features.network)
                && layer.equals(features.layer)
                && patch == features.patch
                && images.equals(features.images)
                && Arrays.deepEquals(rows, features.rows);
    }

    @Override
    public int hashCode() {
        return Objects.hash(network, layer, patch, images, Arrays.deepHashCode(rows));
    }

    @Override
    public String toString() {
        String from = layer.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        ": %s of %d images",
                        madeBy(),
                        images.stream().distinct().count());
        return String.format(Locale.ROOT, "%d rows of %d numbers", size(), length()) + from;
    }
}
