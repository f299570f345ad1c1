package io.github.pdd4j.data;

import io.github.pdd4j.api.Internal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs of a training with predictions that were made beforehand.
 *
 * @param labeled labeled inputs with their predictions, in the order of the labeled pairs; empty if no loss needs them
 * @param unlabeled unlabeled inputs with their predictions, in the order of the unlabeled images
 */
@Internal
public record PredictedInputs(Optional<CapturedPairs> labeled, CapturedPairs unlabeled) {
    /**
     * The predictions by the role of their inputs.
     *
     * @return images whose digests identify the predictions
     */
    public Map<String, Images> predictions() {
        Map<String, Images> predictions = new LinkedHashMap<>();
        labeled.ifPresent(pairs -> predictions.put("labeled", pairs.high()));
        predictions.put("unlabeled", unlabeled.high());
        return predictions;
    }
}
