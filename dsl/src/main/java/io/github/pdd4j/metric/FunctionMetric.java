package io.github.pdd4j.metric;

import io.github.pdd4j.image.Image;
import java.util.function.ToDoubleBiFunction;

/**
 * A metric computed by a function; higher is better by default.
 *
 * <pre>{@code
 * Metric brightness = metric("brightness", (prediction, truth) -> prediction.value(0, 0, 0) - truth.value(0, 0, 0))
 *         .lowerIsBetter()
 *         .conventions("first pixel, red");
 * System.out.println(evaluate(bicubicUpscaling(4), pairs(folder), psnr(), brightness));
 * }</pre>
 *
 * @param name the name in tables, not blank
 * @param conventions what its values depend on, such as color, border and rounding
 * @param higherIsBetter whether a larger value means a better prediction
 * @param function maps the prediction and its ground truth, both RGB, to the value
 */
public record FunctionMetric(
        String name, String conventions, boolean higherIsBetter, ToDoubleBiFunction<Image, Image> function)
        implements Metric {
    /**
     * Checks the name.
     *
     * @param name title of the column in tables; not blank
     * @param conventions text that two values must share to be comparable, such as {@code RGB, no border}
     * @param higherIsBetter whether a comparison prefers the larger of two values
     * @param function maps the prediction and its ground truth, RGB images of equal size, to the value
     * @throws IllegalArgumentException if {@code name} is blank
     */
    public FunctionMetric {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "name of a metric must not be blank, got \"" + name + "\": use metric(\"mine\", (p, t) -> ...)");
        }
    }

    /**
     * A metric where higher is better, without stated conventions.
     *
     * @param name the name in tables, not blank
     * @param function maps the prediction and its ground truth, both RGB, to the value
     * @return the metric
     * @throws IllegalArgumentException if {@code name} is blank
     */
    public static FunctionMetric of(String name, ToDoubleBiFunction<Image, Image> function) {
        return new FunctionMetric(name, "a function in a cell", true, function);
    }

    /**
     * A copy where lower is better, as for errors.
     *
     * @return the changed metric
     */
    public FunctionMetric lowerIsBetter() {
        return new FunctionMetric(name, conventions, false, function);
    }

    /**
     * A copy with stated conventions, which comparable values must share.
     *
     * @param value such as color, border and rounding
     * @return the changed metric
     */
    public FunctionMetric conventions(String value) {
        return new FunctionMetric(name, value, higherIsBetter, function);
    }

    @Override
    public double of(Image prediction, Image truth) {
        return function.applyAsDouble(prediction, truth);
    }

    @Override
    public String toString() {
        return name + ", " + conventions + (higherIsBetter ? ", higher" : ", lower") + " is better";
    }
}
