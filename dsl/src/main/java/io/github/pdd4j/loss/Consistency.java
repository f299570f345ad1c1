package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;

/**
 * The consistency of the specialist's predictions of unlabeled input with that input: mean |D(Y_S^U) − X^U| over all
 * pixels and channels, where D makes a low-resolution image of a prediction.
 *
 * <p>This is the residual of back-projection (Irani and Peleg 1991) as a loss, the downscaling loss of PULSE (Menon et
 * al. 2020, Eq. 1) with p = 1. The real degradation is unknown: D is MATLAB's bicubic downscaling, and a Gaussian blur
 * before it where that is set. A D that differs from the camera's holds the predictions to it all the same, so that a
 * small weight is meant.
 *
 * <pre>{@code
 * System.out.println(distill().loss("consistency", 0.1, consistency()));
 * System.out.println(distill().loss("consistency", 0.1, consistency().blur(1.5)));
 * }</pre>
 *
 * @param blur standard deviation of the blur in high-resolution pixels, finite and at least 0; 0 for none, the default
 */
public record Consistency(double blur) implements Loss {
    private static final Settings<Consistency> SETTINGS = Settings.of(
            Consistency.class,
            Setting.of("blur")
                    .within(
                            "blur of the consistency",
                            value -> (double) value >= 0 && (double) value <= 20,
                            "a standard deviation from 0 to 20",
                            "use consistency() for none"));

    /** Beyond so many standard deviations the blur is cut off. */
    private static final int RADIUS = 4;

    /** Without a blur. */
    public static final Consistency BICUBIC = new Consistency(0);

    /**
     * Checks the range.
     *
     * @param blur standard deviation of the blur in high-resolution pixels, from 0 to 20; 0 for none
     * @throws IllegalArgumentException if the value is out of range
     */
    public Consistency {
        SETTINGS.check(blur);
    }

    /**
     * Sets a Gaussian blur before the downscaling.
     *
     * @param deviation standard deviation in high-resolution pixels, from 0 to 20; 0 for none
     * @return a copy with this blur
     * @throws IllegalArgumentException if the value is out of range
     */
    public Consistency blur(double deviation) {
        return new Consistency(deviation);
    }

    /**
     * The mean over the unlabeled images.
     *
     * @param p the predictions of one iteration
     * @return a float32 scalar
     */
    @Override
    public NDArray of(Predictions p) {
        NDArray prediction = p.specialist().unlabeled();
        NDArray input = p.inputs().unlabeled();
        Shape high = prediction.getShape();
        Shape low = input.getShape();
        NDArray across = matrix(prediction.getManager(), (int) high.get(3), (int) low.get(3));
        NDArray down = matrix(prediction.getManager(), (int) high.get(2), (int) low.get(2));
        // Rows become columns in between, so that both products are with a matrix at the right.
        NDArray narrow = prediction.matMul(across).transpose(0, 1, 3, 2);
        return narrow.matMul(down).transpose(0, 1, 3, 2).sub(input).abs().mean();
    }

    private NDArray matrix(NDManager manager, int high, int low) {
        return manager.create(weights(high, low), new Shape(high, low));
    }

    /** The blur and the downscaling of one axis, (high, low): what each input pixel gives to each output pixel. */
    private float[] weights(int high, int low) {
        float[] rows = new float[high * high];
        for (int x = 0; x < high; x++) {
            double sum = 0;
            for (int at = 0; at < high; at++) {
                sum += gaussian(at - x);
            }
            for (int at = 0; at < high; at++) {
                // Near an edge the weights of the pixels that there are sum to 1.
                rows[at * high + x] = (float) (gaussian(at - x) / sum);
            }
        }
        return Resampling.MATLAB_BICUBIC
                .to(Image.of(1, high, high, rows), low, high)
                .values();
    }

    private double gaussian(int distance) {
        if (blur == 0) {
            return distance == 0 ? 1 : 0;
        }
        return Math.abs(distance) > RADIUS * blur + 1 ? 0 : Math.exp(-distance * distance / (2 * blur * blur));
    }

    /** Returns the Java code that makes this loss. */
    @Override
    public String toString() {
        return "consistency()" + String.join("", SETTINGS.words(this, BICUBIC));
    }
}
