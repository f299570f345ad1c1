package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.view.Captioned;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.view.Png;
import java.util.Optional;

/** Draws the first unlabeled crop of an iteration and what both networks predict of it. */
final class Preview {
    private Preview() {}

    /** The strip, or empty if a value is not finite. */
    static Optional<Png> of(Predictions predictions) {
        Image input = first(predictions.inputs().unlabeled());
        Image generalist = first(predictions.generalist().unlabeled());
        Image specialist = first(predictions.specialist().unlabeled());
        if (!input.isFinite() || !generalist.isFinite() || !specialist.isFinite()) {
            return Optional.empty();
        }
        return Optional.of(ImageGrid.of(
                        new Captioned("input", input),
                        new Captioned("generalist", generalist),
                        new Captioned("specialist", specialist))
                .png());
    }

    private static Image first(NDArray images) {
        NDArray image = images.get(0);
        return Image.of(
                (int) image.getShape().get(0),
                (int) image.getShape().get(1),
                (int) image.getShape().get(2),
                Tensors.values(image));
    }
}
