package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Scope;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Compares the gradient of a loss with central differences along three directions in which one prediction is moved. */
final class FiniteDifferences {
    /** The step in pixel values: large enough for float32 rounding, small enough for the kinks of ReLU and of norms. */
    private static final double STEP = 1e-4;

    /** The relative rounding error of a loss value in float32. */
    private static final double ROUNDINGS = 32 * Math.ulp(1f);

    private final float[] prediction;
    private final long[] shape;
    private final float[] gradient;

    FiniteDifferences(NDArray prediction, NDArray gradient) {
        this.prediction = prediction.toFloatArray();
        this.shape = prediction.getShape().getShape();
        this.gradient = gradient.toFloatArray();
    }

    GradientCheck.Slope slope(UnaryOperator<NDArray> loss, Scope scope) {
        double expected = 0;
        double measured = 0;
        double off = 0;
        double rounding = 0;
        for (double[] direction : directions()) {
            double byGradient = 2 * dot(direction);
            double ahead = at(loss, direction, 1, scope);
            double behind = at(loss, direction, -1, scope);
            double rounded = ROUNDINGS * Math.max(Math.abs(ahead), Math.abs(behind));
            expected += byGradient * byGradient;
            measured += (ahead - behind) * (ahead - behind);
            off += (byGradient - ahead + behind) * (byGradient - ahead + behind);
            rounding += rounded * rounded;
        }
        boolean still = expected == 0 && measured <= rounding;
        return new GradientCheck.Slope(
                norm(),
                Math.sqrt(expected),
                still ? 0 : Math.sqrt(measured),
                still ? 0 : Math.sqrt(off),
                Math.sqrt(rounding));
    }

    private List<double[]> directions() {
        SplittableRandom random = new SplittableRandom(1);
        double largest = IntStream.range(0, gradient.length)
                .mapToDouble(i -> Math.abs(gradient[i]))
                .max()
                .orElseThrow();
        double factor = largest == 0 ? 0 : STEP / largest;
        return List.of(
                IntStream.range(0, gradient.length)
                        .mapToDouble(i -> factor * gradient[i])
                        .toArray(),
                IntStream.range(0, gradient.length).mapToDouble(i -> STEP).toArray(),
                IntStream.range(0, gradient.length)
                        .mapToDouble(i -> random.nextBoolean() ? STEP : -STEP)
                        .toArray());
    }

    private double at(UnaryOperator<NDArray> loss, double[] direction, int sign, Scope scope) {
        float[] moved = new float[prediction.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (float) (prediction[i] + sign * direction[i]);
        }
        try (Scope unrecorded = scope.unrecorded()) {
            return loss.apply(unrecorded.tensor(moved, shape)).getFloat();
        }
    }

    private double dot(double[] direction) {
        return IntStream.range(0, gradient.length)
                .mapToDouble(i -> gradient[i] * direction[i])
                .sum();
    }

    private double norm() {
        return Math.sqrt(IntStream.range(0, gradient.length)
                .mapToDouble(i -> (double) gradient[i] * gradient[i])
                .sum());
    }
}
