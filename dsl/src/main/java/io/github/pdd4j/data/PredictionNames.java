package io.github.pdd4j.data;

import io.github.pdd4j.api.Internal;
import java.util.Collection;
import java.util.List;

/**
 * Finds the predictions of an image by name: the one of the same name, or else those whose name begins with it, as
 * {@code 0001_out} does for {@code 0001}.
 */
@Internal
public final class PredictionNames {
    private PredictionNames() {}

    /**
     * The names of the predictions of an image.
     *
     * @param image name of the image
     * @param images names of all images; with images 1 and 1_2 the prediction 1_2_out belongs to 1_2
     * @param predictions names of all predictions
     * @return one name if it is unambiguous; empty if there is none
     */
    public static List<String> of(String image, Collection<String> images, List<String> predictions) {
        List<String> same = predictions.stream().filter(image::equals).toList();
        return same.isEmpty()
                ? predictions.stream()
                        .filter(name -> begins(name, image) && isLongest(image, name, images))
                        .toList()
                : same;
    }

    private static boolean isLongest(String image, String name, Collection<String> images) {
        return images.stream()
                .noneMatch(other -> other.length() > image.length() && (name.equals(other) || begins(name, other)));
    }

    private static boolean begins(String name, String image) {
        return name.startsWith(image)
                && name.length() > image.length()
                && !Character.isLetterOrDigit(name.charAt(image.length()));
    }
}
