package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
import java.util.function.ToDoubleBiFunction;

/**
 * A metric that a function computes, higher is better unless it says otherwise.
 *
 * <pre>{@code
 * Metric brightness = metric("brightness", (prediction, truth) -> prediction.value(0, 0, 0) - truth.value(0, 0, 0))
 *         .lowerIsBetter()
 *         .conventions("first pixel, red");
 * System.out.println(evaluate(bicubicUpscaling(4), pairs(folder), psnr(), brightness));
 * }</pre>
 *
 * @param name in tables
 * @param conventions what its numbers depend on
 * @param higherIsBetter whether a larger value means a better prediction
 * @param function of prediction and truth, both RGB
 */
public record FunctionMetric(
        String name, String conventions, boolean higherIsBetter, ToDoubleBiFunction<Image, Image> function)
        implements Metric {
    /** Checks the name. */
    public FunctionMetric {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "name of a metric must not be blank, got \"" + name + "\": use metric(\"mine\", (p, t) -> ...)");
        }
    }

    /** Higher is better, and its conventions are its function's own. */
    public static FunctionMetric of(String name, ToDoubleBiFunction<Image, Image> function) {
        return new FunctionMetric(name, "a function in a cell", true, function);
    }

    /** The same where a smaller value means a better prediction, as with errors. */
    public FunctionMetric lowerIsBetter() {
        return new FunctionMetric(name, conventions, false, function);
    }

    /** The same with what a published number must share with its numbers: colors, border, rounding. */
    public FunctionMetric conventions(String value) {
        return new FunctionMetric(name, value, higherIsBetter, function);
    }

    @Override
    public double of(Image prediction, Image truth) {
        return function.applyAsDouble(prediction, truth);
    }
}
