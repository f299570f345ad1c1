package io.github.pdd4j.distill;

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
 * Keeps numbers that are not finite out of the weights: one such step would spoil all that was learned.
 *
 * <p>One norm tells whether all gradients are finite; which of them is not, is looked for only then.
 */
final class NonFiniteGuard {
    private static final int PATIENCE = 3;

    private final TrainingLog journal;
    private final Checkpointer keeper;
    private BatchSource.@Nullable TrainingBatch batch;
    private int iteration;
    private String skipped = "";

    NonFiniteGuard(TrainingLog journal, Checkpointer keeper) {
        this.journal = journal;
        this.keeper = keeper;
    }

    /** Says which iteration comes now, and on which images. */
    void begin(int number, BatchSource.TrainingBatch images) {
        iteration = number;
        batch = images;
        skipped = "";
    }

    /** Why a step of this iteration was refused; empty when none was. */
    String skipped() {
        return skipped;
    }

    /**
     * Whether a step may be made; after three iterations in a row in which one was refused the run is asked to stop,
     * and taken back where no image is to blame.
     *
     * @param losses that the step follows, by name
     * @param norm of the gradients
     * @param names of the weights that the gradients belong to
     */
    boolean accepts(Map<String, NDArray> losses, NDArray norm, NDList gradients, List<String> names) {
        List<String> terms = List.copyOf(losses.keySet());
        List<NDArray> all = new ArrayList<>(losses.values());
        all.add(norm);
        // Read together, since each reading waits for the device.
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
        List<String> before = journal.skippedLast();
        // A run that was stopped and goes on gets as many new chances.
        if (before.size() % PATIENCE == PATIENCE - 1) {
            stop(before.get(before.size() - PATIENCE + 1), image.isPresent());
        }
    }

    private void stop(String first, boolean forImages) {
        String bad = "losses and gradients must be finite, got " + first + ", and not in the next " + (PATIENCE - 1)
                + " iterations either: ";
        journal.stop(
                forImages
                        ? bad + "these steps were not made, leave such images out"
                        : bad + takenBack() + ", try a smaller learningRate or weight");
    }

    /** The last step before those refused may be what spoiled the weights; with those before it all was finite. */
    private String takenBack() {
        OptionalInt to = keeper.takeBack(iteration - PATIENCE - 1);
        return to.isPresent()
                ? "all is again as after iteration " + to.getAsInt()
                : "nothing is kept to go back to, all is as the last good step left it";
    }

    /** An input that is itself not finite: whatever follows from it is no fault of the losses. */
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
