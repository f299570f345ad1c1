package io.github.pdd4j.metric;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pair;
import io.github.pdd4j.image.Image;
import java.util.List;
import java.util.Locale;

/**
 * What some other program made of the low-resolution images: a folder of its predictions.
 *
 * <p>A prediction belongs to the truth of the same name, or to the one whose name it begins with: {@code 0001_out.png} to
 * {@code 0001.png}.
 *
 * <pre>{@code
 * PredictedImages others = predictions(folder, 4).named("StableSR");
 * System.out.println(evaluate(others, pairs(folder), psnr()));
 * }</pre>
 *
 * @param images the predictions
 * @param scale how many times larger they are than the low-resolution images
 * @param source what to call the program in a table
 */
public record PredictedImages(Images images, int scale, String source) {
    /** Checks the scale. */
    public PredictedImages {
        if (scale < 1 || scale > 16) {
            throw new IllegalArgumentException(
                    "scale of predictions must be 1 … 16, got " + scale + ": use predictions(folder, 4)");
        }
    }

    /** The same images under another name. */
    public PredictedImages named(String program) {
        return new PredictedImages(images, scale, program);
    }

    /** The prediction of a pair, one of those with these names. */
    Image of(Pair pair, List<String> truths) {
        List<String> names = images.names();
        List<String> found = names.contains(pair.name())
                ? List.of(pair.name())
                : names.stream()
                        .filter(name -> begins(name, pair.name()) && isLongest(pair.name(), name, truths))
                        .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "predictions need one image for %s, got %s in %s: name it as the truth, or %1$s_out.png",
                    pair.name(),
                    found.isEmpty() ? "none" : found,
                    images));
        }
        Image prediction = images.load(names.indexOf(found.get(0))).rgb();
        Image truth = pair.high();
        if (!fits(prediction.width(), truth.width()) || !fits(prediction.height(), truth.height())) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a prediction must be %d times as large as its input, got %s for %s of %s: give the scale of the predictions",
                    scale,
                    prediction.sizeText(),
                    pair.name(),
                    truth.sizeText()));
        }
        return prediction.crop(0, 0, truth.width(), truth.height());
    }

    /** An input of whose last pixel the truth holds a part only gives some rows and columns more. */
    private boolean fits(int predicted, int truth) {
        return predicted >= truth && predicted <= truth + scale;
    }

    /** Of truths 1 and 1_2, the prediction 1_2_out belongs to the second. */
    private static boolean isLongest(String truth, String name, List<String> truths) {
        return truths.stream()
                .noneMatch(other -> other.length() > truth.length() && (name.equals(other) || begins(name, other)));
    }

    private static boolean begins(String name, String truth) {
        return name.startsWith(truth)
                && name.length() > truth.length()
                && !Character.isLetterOrDigit(name.charAt(truth.length()));
    }
}
