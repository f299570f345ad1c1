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
 * An immutable set of features: one row of numbers per patch, with the network, layer and patch size that produced
 * them and the image of each row.
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

    /** Takes ownership of the rows without a copy; the caller must not keep them. */
    static Features owned(double[][] rows, Identity network, String layer, int patch, List<String> images) {
        return new Features(rows, network, layer, patch, List.copyOf(images));
    }

    /**
     * Features from other sources; network, layer, patch size and images are unknown.
     *
     * @param rows one sample, [row][dimension]; copied
     * @return the features
     * @throws IllegalArgumentException if {@code rows} is null, for example because the notebook reset the variable
     */
    public static Features of(double[][] rows) {
        Samples.requirePresent("of features", rows);
        return new Features(copied(rows), UNKNOWN, "", 0, Collections.nCopies(rows.length, ""));
    }

    /**
     * The two halves of a set.
     *
     * @param even every second row, from the first
     * @param odd every second row, from the second
     */
    public record Halves(Features even, Features odd) {}

    /**
     * Splits the rows alternately. To compare two sets of the same images, use one half of each set, so that no patch
     * is in both: the nearest-neighbor estimator assumes independent samples.
     *
     * @return both halves
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
     * The KL divergence between this set and another one, as {@code kl(this, other)}.
     *
     * @param other features of the same network, layer and patch size
     * @return the table of {@link Divergence#between(Features, Features)}
     * @throws IllegalArgumentException if the sets differ in network, layer or patch size, or have too few rows
     */
    public Table kl(Features other) {
        return Divergence.between(this, other);
    }

    /**
     * Fits a projection on these rows, as {@code Pca.fit(dimensions, this)}.
     *
     * @param dimensions 1 … min(rows − 1, {@link #length()})
     * @return the projection
     * @throws IllegalArgumentException if {@code dimensions} is out of range, or values are not finite
     */
    public Pca pca(int dimensions) {
        return Pca.fit(dimensions, this);
    }

    /**
     * Embeds these rows in the plane, as {@code tsne().of(this)}.
     *
     * @return the embedding
     * @throws IllegalArgumentException as {@link TSne#of(Features)}
     */
    public Embedding tsne() {
        return TSne.exact().of(this);
    }

    /**
     * The numbers.
     *
     * @return a copy, [row][dimension]
     */
    public double[][] rows() {
        return copied(rows);
    }

    /** The rows without a copy, which may not fit into memory; callers must not change them. */
    double[][] shared() {
        return rows;
    }

    /** The same set with transformed rows. */
    Features map(UnaryOperator<double[][]> change) {
        return new Features(change.apply(rows), network, layer, patch, images);
    }

    /**
     * The number of rows.
     *
     * @return the number of rows
     */
    public int size() {
        return rows.length;
    }

    /**
     * The length of a row.
     *
     * @return numbers per row; 0 if there are no rows
     */
    public int length() {
        return rows.length == 0 ? 0 : rows[0].length;
    }

    /**
     * The network that computed the features.
     *
     * @return its name and checkpoint; {@code numbers} without a checkpoint for rows from other sources
     */
    public Identity network() {
        return network;
    }

    /**
     * The layer whose output the features are.
     *
     * @return its name; empty for rows from other sources
     */
    public String layer() {
        return layer;
    }

    /**
     * The side of a patch, in positions of the layer's output.
     *
     * @return the side; 0 for rows from other sources
     */
    public int patch() {
        return patch;
    }

    /**
     * The name of the image of each row.
     *
     * @return one name per row; empty names for rows from other sources
     */
    public List<String> images() {
        return images;
    }

    /** Checks that sets are comparable: features of different networks are not. */
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
