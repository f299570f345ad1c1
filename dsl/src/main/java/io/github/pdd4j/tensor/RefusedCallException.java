package io.github.pdd4j.tensor;

import io.github.pdd4j.api.Internal;
import java.io.Serial;

/**
 * Thrown for a call on an array of a loss that would make its value or its gradient wrong. The message says what to
 * write instead.
 *
 * <pre>{@code
 * Loss wrong = p -> p.specialist().unlabeled().addi(1).mean();
 * Loss right = p -> p.specialist().unlabeled().add(1).mean();
 * System.out.println(check(right));
 * }</pre>
 */
@Internal
public final class RefusedCallException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1;

    RefusedCallException(String message) {
        super(message);
    }
}
