package io.github.pdd4j.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A matrix of numbers drawn in colors, such as a distance at every position of an image, or a Gram matrix.
 *
 * <pre>{@code
 * HeatMap distance = new HeatMap("distance", new double[][] {{0, 1}, {2, 4}});
 * System.out.println(distance.mean() + ", " + distance.minus(distance).norm());
 * }</pre>
 */
public final class HeatMap implements Viewable {
    private final String name;
    private final double[][] values;

    /**
     * Copies the values.
     *
     * @param name caption below the drawing; empty for none
     * @param values [row][column], at least one, all finite, in rows of equal length
     * @throws IllegalArgumentException if there is no value, rows differ in length, or a value is not finite
     */
    public HeatMap(String name, double[]... values) {
        if (values.length == 0
                || values[0].length == 0
                || Arrays.stream(values).anyMatch(row -> row.length != values[0].length)) {
            throw new IllegalArgumentException("heat map must have rows of equal length with at least one value, got "
                    + values.length + " rows: pass double[rows][columns]");
        }
        if (!Arrays.stream(values).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "values of a heat map must be finite, got NaN or infinity in \"" + name + "\": leave it out");
        }
        this.name = name;
        this.values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * The caption.
     *
     * @return the caption; empty for none
     */
    public String name() {
        return name;
    }

    /**
     * The same values with another caption.
     *
     * @param caption caption below the drawing; empty for none
     * @return the renamed map
     */
    public HeatMap named(String caption) {
        return new HeatMap(caption, values);
    }

    /**
     * The difference of two maps of equal size, with the caption of this one.
     *
     * @param other the map to subtract
     * @return the difference
     * @throws IllegalArgumentException if the sizes differ
     */
    public HeatMap minus(HeatMap other) {
        if (rows() != other.rows() || columns() != other.columns()) {
            throw new IllegalArgumentException("heat maps must have equal sizes to be subtracted, got " + sizeText()
                    + " and " + other.sizeText() + ": compute both from images of one size at one layer");
        }
        double[][] difference = new double[rows()][columns()];
        for (int y = 0; y < rows(); y++) {
            for (int x = 0; x < columns(); x++) {
                difference[y][x] = values[y][x] - other.values[y][x];
            }
        }
        return new HeatMap(name, difference);
    }

    /**
     * The map with every value multiplied by a number, with the same caption: {@code map.times(1 / map.mean())} is in
     * multiples of its mean, so that maps of features of other sizes can be compared in one scale of colors.
     *
     * @param factor a finite number
     * @return the scaled map
     * @throws IllegalArgumentException if the factor or a product is not finite
     */
    public HeatMap times(double factor) {
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException("factor of a heat map must be finite, got " + factor + " for \"" + name
                    + "\": a map whose mean is 0 has no multiples of it, use another map");
        }
        return new HeatMap(
                name,
                Arrays.stream(values)
                        .map(row ->
                                Arrays.stream(row).map(value -> factor * value).toArray())
                        .toArray(double[][]::new));
    }

    /**
     * The mean of all values.
     *
     * @return the mean
     */
    public double mean() {
        return all().average().orElseThrow();
    }

    /**
     * The Frobenius norm: the square root of the sum of all squares.
     *
     * @return the norm
     */
    public double norm() {
        return Math.sqrt(all().map(value -> value * value).sum());
    }

    /**
     * The number of rows.
     *
     * @return the number of rows
     */
    public int rows() {
        return values.length;
    }

    /**
     * The number of columns.
     *
     * @return the number of columns
     */
    public int columns() {
        return values[0].length;
    }

    /**
     * One value.
     *
     * @param row row from the top, from 0 on
     * @param column column from the left, from 0 on
     * @return the value
     */
    public double value(int row, int column) {
        return values[row][column];
    }

    DoubleStream all() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream);
    }

    @Override
    public View view() {
        return HeatMaps.of(this).view();
    }

    private String sizeText() {
        return rows() + "×" + columns();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s (%s, mean %s)",
                name.isEmpty() ? "heat map" : name,
                sizeText(),
                Numbers.shortly(mean()));
    }
}
