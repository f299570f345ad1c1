package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.github.pdd4j.api.Internal;
import io.github.pdd4j.tensor.RefusedCallException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named loss with its weight in the total.
 *
 * @param name column of the training history that holds its value; not blank
 * @param weight factor in the total, finite; 0 switches the term off
 * @param loss the function
 */
@Internal
public record Term(String name, double weight, Loss loss) {
    private static final String LIBRARY = "io.github.pdd4j.";

    /**
     * Checks the name and the weight.
     *
     * @param name column of the training history that holds the weighted value; not blank
     * @param weight factor of the loss in the total; finite, may be negative; 0 leaves the loss out
     * @param loss function of the predictions that returns one float32 number
     * @throws IllegalArgumentException if the name is blank or the weight is not finite
     */
    public Term {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "name of a loss must not be blank, got \"" + name + "\": use loss(\"mine\", ...)");
        }
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException(
                    "weight of " + name + " must be finite, got " + weight + ": use 0 to leave it out");
        }
    }

    /**
     * The value without the weight.
     *
     * @param predictions the predictions of one iteration
     * @return a float32 scalar
     * @throws IllegalArgumentException if the loss fails or returns anything else; the message names the loss
     */
    public NDArray number(Predictions predictions) {
        @Nullable NDArray value;
        try {
            value = loss.of(predictions);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("loss " + name + " could not be computed: " + reason(e), e);
        }
        if (value == null) {
            throw refused("null: return an array made of the predictions");
        }
        if (value.size() != 1) {
            throw refused("shape " + value.getShape() + ": end it with .mean() or .sum()");
        }
        if (value.getDataType() != DataType.FLOAT32) {
            throw refused(value.getDataType() + " and no float32: end it with .toType(DataType.FLOAT32, false)");
        }
        return value;
    }

    /** Messages of this library already include the fix; messages of the engine and of Java do not. */
    private static String reason(RuntimeException e) {
        String message = Objects.requireNonNullElse(e.getMessage(), "")
                .lines()
                .findFirst()
                .orElse("");
        return isOurs(e)
                ? message
                : e.getClass().getSimpleName() + (message.isEmpty() ? "" : " (" + message + ")")
                        + "; correct the loss, getShape() shows the shape of an array";
    }

    /** The type does not say it: Java and the engine throw IllegalArgumentException as well. */
    private static boolean isOurs(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        boolean sentence = e instanceof IllegalArgumentException || e instanceof RefusedCallException;
        return sentence && trace.length > 0 && trace[0].getClassName().startsWith(LIBRARY);
    }

    private IllegalArgumentException refused(String got) {
        return new IllegalArgumentException("loss " + name + " must return one number, got " + got);
    }
}
