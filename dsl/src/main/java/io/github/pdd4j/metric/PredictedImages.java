package io.github.pdd4j.metric;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pair;
import io.github.pdd4j.data.PredictionNames;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.List;
import java.util.Locale;

/**
 * A folder of predictions made by another program from the low-resolution images.
 *
 * <p>A prediction is matched to the ground truth of the same name, or to the one whose name is its prefix:
 * {@code 0001_out.png} to {@code 0001.png}.
 *
 * <pre>{@code
 * PredictedImages others = predictions(folder, 4).named("StableSR");
 * System.out.println(evaluate(others, pairs(folder), psnr()));
 * }</pre>
 *
 * @param images the predictions
 * @param scale ratio of their size to the size of the low-resolution images, 1 … 16
 * @param source name of the program in tables
 */
public record PredictedImages(Images images, int scale, String source) implements Viewable {
    private static final String SOURCE = "predictions";

    /**
     * Predictions without the name of a program.
     *
     * @param images the predictions, named like the inputs or with an ending after that name
     * @param scale size of a prediction divided by the size of its low-resolution image, 1 … 16
     * @throws IllegalArgumentException if the scale is not 1 … 16
     */
    public PredictedImages(Images images, int scale) {
        this(images, scale, SOURCE);
    }

    /**
     * Checks the scale.
     *
     * @param images the predictions, named like the ground truth or with an ending after that name
     * @param scale size of a prediction divided by the size of its low-resolution image, 1 … 16
     * @param source name of the program, which tables show as the network
     * @throws IllegalArgumentException if the scale is not 1 … 16
     */
    public PredictedImages {
        if (scale < 1 || scale > 16) {
            throw new IllegalArgumentException(
                    "scale of predictions must be 1 … 16, got " + scale + ": use predictions(folder, 4)");
        }
    }

    /**
     * A copy with another name of the program.
     *
     * @param program the name in tables
     * @return the renamed predictions
     */
    public PredictedImages named(String program) {
        return new PredictedImages(images, scale, program);
    }

    /** The prediction for a pair; {@code truths} are the names of all pairs. */
    Image of(Pair pair, List<String> truths) {
        List<String> names = images.names();
        List<String> found = PredictionNames.of(pair.name(), truths, names);
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

    /** If the truth ends inside the last input pixel, the prediction is up to {@code scale} pixels larger. */
    private boolean fits(int predicted, int truth) {
        return predicted >= truth && predicted <= truth + scale;
    }

    /** Returns the Java code that makes these predictions. */
    @Override
    public String toString() {
        return "predictions(" + images + ", " + scale + ")"
                + (source.equals(SOURCE) ? "" : ".named(" + Phrases.of(source) + ")");
    }

    @Override
    public View view() {
        return images.view();
    }
}
