package io.github.pdd4j.network;

import io.github.pdd4j.view.HeatMap;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The features of one image at one layer, Φ_l(Y) in the paper, outside of a training: what a distance compares, to look
 * at.
 *
 * <pre>{@code
 * Image truth = ImageFiles.load(photo);
 * FeatureMap sharp = slimVgg19().map("conv2_1", truth);
 * FeatureMap blurred = slimVgg19().map("conv2_1", blur(1).apply(truth, 1));
 * System.out.println(sharp.minus(blurred).lengths().mean() + ", " + sharp.minus(blurred).gram().norm());
 * }</pre>
 */
public final class FeatureMap implements Viewable {
    /** Inside the logarithm of the cross-entropy, as in R_intra. */
    private static final double EPSILON = 1e-6;

    private final String layer;
    private final int height;
    private final int width;
    /** [channel][position], the positions row by row. */
    private final double[][] channels;

    FeatureMap(String layer, int height, int width, double[]... channels) {
        this.layer = layer;
        this.height = height;
        this.width = width;
        this.channels = channels;
    }

    static FeatureMap of(String layer, float[] values, long... shape) {
        int height = (int) shape[2];
        int width = (int) shape[3];
        double[][] channels = new double[(int) shape[1]][height * width];
        int at = 0;
        for (double[] channel : channels) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] = values[at++];
            }
        }
        return new FeatureMap(layer, height, width, channels);
    }

    /**
     * The number of channels.
     *
     * @return C
     */
    public int channels() {
        return channels.length;
    }

    /**
     * The height.
     *
     * @return the number of rows of positions
     */
    public int height() {
        return height;
    }

    /**
     * The width.
     *
     * @return the number of columns of positions
     */
    public int width() {
        return width;
    }

    /**
     * The difference of the features of two images.
     *
     * @param other features of an image of the same size at the same layer
     * @return this map minus the other one
     * @throws IllegalArgumentException if layer or size differ
     */
    public FeatureMap minus(FeatureMap other) {
        require(other);
        double[][] difference = new double[channels.length][channels[0].length];
        for (int c = 0; c < channels.length; c++) {
            for (int i = 0; i < difference[c].length; i++) {
                difference[c][i] = channels[c][i] - other.channels[c][i];
            }
        }
        return new FeatureMap(layer, height, width, difference);
    }

    /**
     * The absolute values: of a difference, the distance map d of R_intra.
     *
     * @return the absolute values
     */
    public FeatureMap abs() {
        return new FeatureMap(
                layer,
                height,
                width,
                Arrays.stream(channels)
                        .map(channel -> Arrays.stream(channel).map(Math::abs).toArray())
                        .toArray(double[][]::new));
    }

    /**
     * The softmax over channels at every position: which share of the distance each channel has there.
     *
     * @return positive numbers that sum to 1 over the channels
     */
    public FeatureMap softmax() {
        double[][] shares = new double[channels.length][channels[0].length];
        for (int i = 0; i < shares[0].length; i++) {
            int position = i;
            double most = Arrays.stream(channels)
                    .mapToDouble(channel -> channel[position])
                    .max()
                    .orElseThrow();
            double sum = Arrays.stream(channels)
                    .mapToDouble(channel -> Math.exp(channel[position] - most))
                    .sum();
            for (int c = 0; c < shares.length; c++) {
                shares[c][i] = Math.exp(channels[c][i] - most) / sum;
            }
        }
        return new FeatureMap(layer, height, width, shares);
    }

    /**
     * The Gram matrix F·Fᵀ / (C·H·W), as R_inter takes it of a difference: how much two channels are large together, at
     * whatever positions.
     *
     * @return a map of C × C
     */
    public HeatMap gram() {
        double size = (double) channels.length * height * width;
        double[][] gram = new double[channels.length][channels.length];
        for (int a = 0; a < gram.length; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int i = 0; i < channels[a].length; i++) {
                    sum += channels[a][i] * channels[b][i];
                }
                gram[a][b] = sum / size;
                gram[b][a] = sum / size;
            }
        }
        return new HeatMap("Gram at " + layer, gram);
    }

    /**
     * The length of the vector of channels at every position.
     *
     * @return a map of height × width
     */
    public HeatMap lengths() {
        return positions(i -> Math.sqrt(Arrays.stream(channels)
                .mapToDouble(channel -> channel[i] * channel[i])
                .sum()));
    }

    /**
     * One channel.
     *
     * @param index the channel, from 0 on
     * @return a map of height × width
     * @throws IllegalArgumentException if there is no such channel
     */
    public HeatMap channel(int index) {
        if (index < 0 || index >= channels.length) {
            throw new IllegalArgumentException("channel must be 0 to " + (channels.length - 1) + " at " + layer
                    + ", got " + index + ": use channel(0)");
        }
        return positions(i -> channels[index][i]);
    }

    /**
     * The cross-entropy of R_intra at every position: −Σ_c softmax(target)_c · log(softmax(this)_c + 1e-6), for the
     * specialist's distance map and, as the target, the generalist's. Its mean is what the term adds at this layer, but for the weights λ1 and w_l.
     *
     * @param target the distance map that this one is to resemble
     * @return a map of height × width, lowest where both have the same shares of channels
     * @throws IllegalArgumentException if layer or size differ
     */
    public HeatMap crossEntropy(FeatureMap target) {
        require(target);
        double[][] ours = softmax().channels;
        double[][] theirs = target.softmax().channels;
        return positions(i -> {
            double sum = 0;
            for (int c = 0; c < ours.length; c++) {
                sum -= theirs[c][i] * Math.log(ours[c][i] + EPSILON);
            }
            return sum;
        });
    }

    private HeatMap positions(IntToDoubleFunction value) {
        double[][] map = new double[height][width];
        for (int i = 0; i < height * width; i++) {
            map[i / width][i % width] = value.applyAsDouble(i);
        }
        return new HeatMap(layer, map);
    }

    private void require(FeatureMap other) {
        if (!layer.equals(other.layer)
                || channels.length != other.channels.length
                || height != other.height
                || width != other.width) {
            throw new IllegalArgumentException("feature maps must be of one layer and of images of one size, got "
                    + this + " and " + other + ": map two images of equal size at one layer");
        }
    }

    @Override
    public View view() {
        return lengths().view();
    }

    @Override
    public String toString() {
        return "features at " + layer + ", " + channels.length + " channels of " + height + "×" + width;
    }
}
