package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.sentence.HistoryColumns;
import io.github.pdd4j.tensor.Script;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values that show a collapse of the training before the images do: predictions that lose the colors or the contrast of
 * their input, a specialist that no longer differs from its generalist, a discriminator that is always or never right.
 */
public final class CollapseDiagnostics {
    private static final Script SCRIPT = Script.of(CollapseDiagnostics.class, "diagnostics.script");

    private CollapseDiagnostics() {}

    /**
     * Mean shift and standard-deviation ratio of Y_S^U against its input, and the mean |Y_S − Y_G| of labeled and
     * unlabeled predictions.
     *
     * @param comparesLabeled whether the generalist predicted labeled input
     */
    static Map<String, NDArray> of(Predictions p, boolean comparesLabeled) {
        NDArray input = p.inputs().unlabeled();
        NDArray prediction = p.specialist().unlabeled();
        Map<String, NDArray> signals = new LinkedHashMap<>();
        signals.put(HistoryColumns.MEAN_SHIFT, SCRIPT.call("mean_shift", input, prediction));
        signals.put(HistoryColumns.DEVIATION_RATIO, SCRIPT.call("deviation_ratio", input, prediction));
        if (comparesLabeled) {
            signals.put(
                    HistoryColumns.DISTANCE_LABELED,
                    SCRIPT.call(
                            "distance", p.specialist().labeled(), p.generalist().labeled()));
        }
        signals.put(
                HistoryColumns.DISTANCE_UNLABELED,
                SCRIPT.call("distance", prediction, p.generalist().unlabeled()));
        return signals;
    }

    /**
     * The balanced accuracy of the discriminator: the mean of the shares of real and of fake logits that are on the
     * correct side of the boundary.
     */
    public static NDArray accuracy(NDArray real, NDArray fake, double boundary) {
        return SCRIPT.call("accuracy", real, fake, boundary);
    }
}
