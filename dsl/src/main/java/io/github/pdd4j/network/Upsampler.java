package io.github.pdd4j.network;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.weights.StateDict;

/**
 * How the networks after SwinIR (Liang et al. 2021, section 3.1) enlarge the result of their body.
 *
 * <pre>{@code
 * System.out.println(Upsampler.NEAREST.steps(4).count());
 * }</pre>
 */
@Internal
public enum Upsampler {
    /** Not at all, but the input is added: for denoising and compression. */
    NOT(0),
    /** By one convolution and one pixel shuffle: lightweight networks. */
    ONE_SHUFFLE(1),
    /** By convolutions that are each followed by a pixel shuffle: classical networks. */
    SHUFFLES(2),
    /** By nearest-neighbor upsampling ×2 and convolutions: networks for real images. */
    NEAREST(3);

    private final int number;

    Upsampler(int number) {
        this.number = number;
    }

    /**
     * Returns the number by which {@code windows.script} knows this kind.
     *
     * @return the number, from 0 to 3
     */
    public int number() {
        return number;
    }

    /**
     * Returns the kind that a checkpoint holds.
     *
     * @param weights the tensors of the checkpoint
     * @return the kind
     */
    public static Upsampler of(StateDict weights) {
        if (weights.has("conv_before_upsample.0.weight")) {
            return weights.has("conv_up1.weight") ? NEAREST : SHUFFLES;
        }
        return weights.has("upsample.0.weight") ? ONE_SHUFFLE : NOT;
    }

    /**
     * Returns the name of the last weight that a checkpoint holds.
     *
     * @param weights the tensors of the checkpoint
     * @return the name of the weight of a convolution
     */
    public static String last(StateDict weights) {
        return weights.has("conv_last.weight") ? "conv_last.weight" : "upsample.0.weight";
    }

    /**
     * Returns the scale factor of a checkpoint of this kind.
     *
     * @param weights the tensors of the checkpoint
     * @return the scale factor
     */
    public int scale(StateDict weights) {
        return switch (this) {
            case NOT -> 1;
            case ONE_SHUFFLE -> PixelShuffleSteps.scaleOfOne(weights, "upsample.0");
            case SHUFFLES -> PixelShuffleSteps.scale(weights, "upsample.");
            case NEAREST -> weights.has("conv_up3.weight") ? 8 : weights.has("conv_up2.weight") ? 4 : 2;
        };
    }

    /**
     * Returns the number of channels while the result is enlarged.
     *
     * @param weights the tensors of the checkpoint
     * @return the number of channels; 0 where there is one shuffle or none
     */
    public static int features(StateDict weights) {
        return weights.has("conv_before_upsample.0.weight", 4) ? weights.length("conv_before_upsample.0.weight", 0) : 0;
    }

    /**
     * Returns how often the result is enlarged, and by what.
     *
     * @param scale the scale factor of the network
     * @return the steps
     */
    public PixelShuffleSteps steps(int scale) {
        return switch (this) {
            case NOT -> new PixelShuffleSteps(0, 1);
            case ONE_SHUFFLE -> new PixelShuffleSteps(1, scale);
            case SHUFFLES -> PixelShuffleSteps.of(scale);
            case NEAREST -> new PixelShuffleSteps(Integer.numberOfTrailingZeros(scale), 2);
        };
    }

    /**
     * Adds the convolutions.
     *
     * @param shapes the shapes to add to
     * @param body the number of channels before
     * @param features the number of channels while the result is enlarged
     * @param scale the scale factor of the network
     * @return {@code shapes}
     */
    public Shapes shapes(Shapes shapes, int body, int features, int scale) {
        switch (this) {
            case NOT -> shapes.convolution("conv_last", 3, body, 3);
            case ONE_SHUFFLE -> shapes.convolution("upsample.0", 3L * scale * scale, body, 3);
            case SHUFFLES -> {
                shapes.convolution("conv_before_upsample.0", features, body, 3);
                steps(scale).shapes(shapes, "upsample.", features).convolution("conv_last", 3, features, 3);
            }
            case NEAREST -> {
                shapes.convolution("conv_before_upsample.0", features, body, 3);
                for (int step = 1; step <= steps(scale).count(); step++) {
                    shapes.convolution("conv_up" + step, features, features, 3);
                }
                shapes.convolution("conv_hr", features, features, 3).convolution("conv_last", 3, features, 3);
            }
        }
        return shapes;
    }
}
