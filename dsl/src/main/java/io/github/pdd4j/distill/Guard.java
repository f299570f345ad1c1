package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps numbers that are not finite out of the weights: one such step would spoil all that was learned.
 *
 * <p>One norm tells whether all gradients are finite; which of them is not, is looked for only then.
 */
final class Guard {
    private static final int PATIENCE = 3;

    private final Journal journal;
    private final LastGood lastGood;
    private Feed.@Nullable Portion batch;
    private int iteration;
    private int refused;
    private int inARow;
    private String first = "";

    /** A guard of these networks' weights. */
    Guard(Journal journal, Model specialist, Generalist.Teacher generalist, Opponent discriminator) {
        this.journal = journal;
        List<NDArray> weights = new ArrayList<>(specialist.parameters());
        weights.addAll(generalist.changing());
        weights.addAll(discriminator.changing());
        this.lastGood = new LastGood(weights);
    }

    /** Says which iteration comes now, and on which pictures. */
    void begin(int number, Feed.Portion pictures) {
        iteration = number;
        batch = pictures;
    }

    /**
     * Whether a step may be made; after three iterations in a row in which one was refused the networks get their
     * last good weights back and the run is asked to stop.
     *
     * @param losses that the step follows, by name
     * @param norm of the gradients
     * @param names of the weights that the gradients belong to
     */
    boolean accepts(Map<String, Double> losses, NDArray norm, NDList gradients, List<String> names) {
        Optional<String> loss = losses.entrySet().stream()
                .filter(term -> !Double.isFinite(term.getValue()))
                .findFirst()
                .map(term -> term.getKey() + " = " + term.getValue());
        if (loss.isEmpty() && Float.isFinite(norm.getFloat())) {
            noteGood();
            return true;
        }
        if (refused != iteration) {
            refuse(Objects.requireNonNull(batch), loss.orElseGet(() -> gradient(gradients, names)));
        }
        return false;
    }

    /** Where the specialist's step was refused, the discriminator's may still be good. */
    private void noteGood() {
        if (refused != iteration) {
            lastGood.note(iteration);
        }
    }

    private void refuse(Feed.Portion on, String culprit) {
        inARow = refused == iteration - 1 ? inARow + 1 : 1;
        refused = iteration;
        Optional<String> picture = picture(on);
        if (inARow == 1) {
            String names = on.names().isEmpty() ? "" : " on " + String.join(", ", on.names());
            first = picture.orElse(culprit) + " in iteration " + iteration + names;
        }
        journal.skip(first);
        if (inARow == PATIENCE) {
            stop(picture.isPresent());
        }
    }

    /** Weights that are not to blame stay. */
    private void stop(boolean forPictures) {
        String bad = "losses and gradients must be finite, got " + first + ", and not in the next " + (PATIENCE - 1)
                + " iterations either: ";
        journal.stop(
                forPictures
                        ? bad + "these steps were not made, leave such pictures out"
                        : bad + "all networks are again those of iteration " + lastGood.bringBack()
                                + ", try a smaller learningRate or weight");
    }

    /** An input that is itself not finite: whatever follows from it is no fault of the losses. */
    private static Optional<String> picture(Feed.Portion batch) {
        return IntStream.range(0, batch.names().size())
                .filter(i -> !Tensors.finite(List.of(batch.inputs().get(i))))
                .mapToObj(i -> "picture " + batch.names().get(i))
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
