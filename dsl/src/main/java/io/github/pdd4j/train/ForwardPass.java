package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.loss.SharedPredictions;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.sentence.Generalist;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What both models predict of one batch.
 *
 * @param batch images of the iteration
 * @param specialist the specialist's predictions
 * @param predictions all predictions with their features, as the losses see them
 * @param features feature extractor of the losses
 * @param layers names of the layers to compute together
 */
record ForwardPass(
        BatchSource.TrainingBatch batch,
        PerDomain specialist,
        Predictions predictions,
        FeatureExtractor.Loaded features,
        Set<String> layers) {
    /** Both models predict labeled and unlabeled input in one pass; only the specialist is trained. */
    static ForwardPass of(
            BatchSource.TrainingBatch batch,
            Generalist.LoadedGeneralist generalist,
            UnaryOperator<NDArray> specialist,
            FeatureExtractor.Loaded features,
            Set<String> layers) {
        PerDomain ofGeneralist = batch.predictedBy(generalist);
        PerDomain ofSpecialist = batch.split(specialist.apply(batch.inputs()));
        Predictions predictions = new SharedPredictions(
                new SharedPredictions.ImageTensors(batch.lowResolution(), ofSpecialist, ofGeneralist, batch.truth()),
                features,
                layers);
        return new ForwardPass(batch, ofSpecialist, predictions, features, layers);
    }
}
