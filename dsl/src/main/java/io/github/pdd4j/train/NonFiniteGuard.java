package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Skips optimizer steps with non-finite losses or gradients, since one such step would destroy the weights.
 *
 * <p>One norm shows whether all gradients are finite; individual gradients are checked only if it is not finite.
 */
final class NonFiniteGuard {
    private static final int MAX_SKIPPED = 3;

    private final TrainingLog log;
    private final Checkpointer checkpointer;
    private BatchSource.@Nullable TrainingBatch batch;
    private int iteration;
    private String skipped = "";

    NonFiniteGuard(TrainingLog log, Checkpointer checkpointer) {
        this.log = log;
        this.checkpointer = checkpointer;
    }

    /** Starts an iteration on a batch. */
    void begin(int number, BatchSource.TrainingBatch images) {
        iteration = number;
        batch = images;
        skipped = "";
    }

    /** Why a step of this iteration was skipped; empty if none was. */
    String skipped() {
        return skipped;
    }

    /**
     * Whether an optimizer step may be made; records that it is skipped if not. After three consecutive iterations with a skipped step the run is stopped
     * and, unless an input image is the cause, restored from a checkpoint.
     *
     * @param losses losses of the step, by name
     * @param norm norm of the gradients
     * @param gradients gradients of the step
     * @param names names of the weights that the gradients belong to
     */
    boolean acceptsOrSkips(Map<String, NDArray> losses, NDArray norm, NDList gradients, List<String> names) {
        List<String> terms = List.copyOf(losses.keySet());
        List<NDArray> all = new ArrayList<>(losses.values());
        all.add(norm);
        // One read for all numbers, since each read synchronizes with the device.
        double[] numbers = Tensors.numbers(all);
        Optional<String> loss = IntStream.range(0, terms.size())
                .filter(i -> !Double.isFinite(numbers[i]))
                .mapToObj(i -> terms.get(i) + " = " + numbers[i])
                .findFirst();
        if (loss.isEmpty() && Double.isFinite(numbers[terms.size()])) {
            return true;
        }
        if (skipped.isEmpty()) {
            refuse(Objects.requireNonNull(batch), loss.orElseGet(() -> gradient(gradients, names)));
        }
        return false;
    }

    private void refuse(BatchSource.TrainingBatch on, String culprit) {
        Optional<String> image = image(on);
        String names = on.names().isEmpty() ? "" : " on " + String.join(", ", on.names());
        skipped = image.orElse(culprit) + " in iteration " + iteration + names;
        List<String> inARow = new ArrayList<>(log.skippedLast());
        inARow.add(skipped);
        // A resumed run gets the same number of attempts again.
        if (inARow.size() % MAX_SKIPPED == 0) {
            stop(inARow.get(inARow.size() - MAX_SKIPPED), image.isPresent());
        }
    }

    private void stop(String first, boolean forImages) {
        String bad = "losses and gradients must be finite, got " + first + ", and again in the next "
                + (MAX_SKIPPED - 1) + " iterations: ";
        log.stop(
                forImages
                        ? bad + "these steps were skipped, leave such images out"
                        : bad + rolledBack() + ", try a smaller learningRate or weight");
    }

    /** Restores a checkpoint from before the last accepted step, since that step may have damaged the weights. */
    private String rolledBack() {
        // The last MAX_SKIPPED iterations, this one included, were skipped.
        int lastAccepted = iteration - MAX_SKIPPED;
        OptionalInt to = checkpointer.rollBack(lastAccepted - 1);
        return to.isPresent()
                ? "the state after iteration " + to.getAsInt() + " was restored"
                : "there is no earlier state to restore, the weights are those of the last finite step";
    }

    /** The first input image with non-finite values, which explains non-finite losses. */
    private static Optional<String> image(BatchSource.TrainingBatch batch) {
        return IntStream.range(0, batch.names().size())
                .filter(i -> !Tensors.finite(List.of(batch.inputs().get(i))))
                .mapToObj(i -> "image " + batch.names().get(i))
                .findFirst();
    }

    private static String gradient(NDList gradients, List<String> names) {
        return IntStream.range(0, gradients.size())
                .filter(i -> !Tensors.finite(List.of(gradients.get(i))))
                .mapToObj(i -> "a gradient of " + names.get(i))
                .findFirst()
                .orElse("gradients beyond float32's range");
    }
}
