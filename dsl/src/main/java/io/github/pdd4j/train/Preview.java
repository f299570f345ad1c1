package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.tensor.Tensors;

/**
 * What the networks predicted of the first unlabeled crop of an iteration, for somebody who watches the training.
 *
 * @param input the low-resolution crop
 * @param generalist the generalist's prediction
 * @param specialist the specialist's prediction
 */
public record Preview(Image input, Image generalist, Image specialist) {
    static Preview of(Predictions predictions) {
        return new Preview(
                first(predictions.inputs().unlabeled()),
                first(predictions.generalist().unlabeled()),
                first(predictions.specialist().unlabeled()));
    }

    private static Image first(NDArray images) {
        NDArray image = images.get(0);
        return Image.of(
                (int) image.getShape().get(0),
                (int) image.getShape().get(1),
                (int) image.getShape().get(2),
                Tensors.values(image));
    }

    /** Whether all images can be drawn. */
    public boolean isFinite() {
        return input.isFinite() && generalist.isFinite() && specialist.isFinite();
    }
}
