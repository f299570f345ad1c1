package io.github.pdd4j.data;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.image.ImageSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Matches low-resolution inputs with predictions that another program made of them. */
@Internal
public final class PredictedPairs {
    private PredictedPairs() {}

    /**
     * Pairs each input with its prediction, in the order of the inputs. Decodes nothing.
     *
     * @param role the inputs in error messages, such as unlabeled
     * @param inputs low-resolution images
     * @param all names of all inputs that the predictions may belong to
     * @param predictions images of {@code scale} times the size, under the names of the inputs or names that begin so
     * @param scale the scale factor
     * @return pairs whose ground truth is the prediction
     * @throws IllegalArgumentException if an input has no prediction, several, or one of another size; the message has
     *     the first one and the number of all
     */
    public static CapturedPairs of(String role, Images inputs, Collection<String> all, Images predictions, int scale) {
        int[] order = new int[inputs.size()];
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            List<String> found = PredictionNames.of(inputs.names().get(i), all, predictions.names());
            if (found.isEmpty()) {
                missing.add(i);
            } else if (found.size() > 1) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "predictions must have one image for each %s input, got %s for %s in %s: rename or remove others",
                        role,
                        String.join(", ", found),
                        inputs.fileName(i),
                        predictions));
            } else {
                order[i] = predictions.names().indexOf(found.get(0));
            }
        }
        requireAll(role, inputs, missing, predictions, scale);
        Images ordered = predictions.matched(inputs.names(), order);
        requireSizes(inputs, ordered, scale);
        return new CapturedPairs(inputs, ordered);
    }

    private static void requireAll(String role, Images inputs, List<Integer> missing, Images predictions, int scale) {
        if (missing.isEmpty()) {
            return;
        }
        int first = missing.get(0);
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "predictions must have an image for each %s input, got none for %s%s in %s: upscale %s ×%d with that"
                        + " program under the input's name, or leave inputs out by without(\"%s\"%s)",
                role,
                inputs.fileName(first),
                missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more of " + inputs.size(),
                predictions,
                missing.size() == 1 ? "it" : "them",
                scale,
                inputs.fileName(first),
                missing.size() == 1 ? "" : ", ..."));
    }

    private static void requireSizes(Images inputs, Images predictions, int scale) {
        int wrong = 0;
        String first = "";
        for (int i = 0; i < inputs.size(); i++) {
            ImageSize input = inputs.header(i).size();
            ImageSize prediction = predictions.header(i).size();
            if (prediction.width() != input.width() * scale || prediction.height() != input.height() * scale) {
                first = wrong == 0 ? prediction + " for " + inputs.fileName(i) + " of " + input : first;
                wrong++;
            }
        }
        if (wrong > 0) {
            throw new IllegalArgumentException("predictions must be " + scale + " times as large as their inputs, got "
                    + first + (wrong == 1 ? "" : " and " + (wrong - 1) + " more of another size")
                    + ": upscale again without cropping, or give the scale, as in predictions(folder, 2)");
        }
    }

    /**
     * The names that two sets of inputs share; one folder cannot have a prediction for each.
     *
     * @param one a set of inputs
     * @param other another set of inputs
     * @return the names in both
     */
    public static List<String> shared(Images one, Images other) {
        Set<String> names = new HashSet<>(other.names());
        return one.names().stream().filter(names::contains).toList();
    }
}
