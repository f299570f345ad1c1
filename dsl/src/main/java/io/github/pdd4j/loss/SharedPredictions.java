package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.api.Internal;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tensor.Tensors;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Predictions whose features are computed together: those of the specialist in one pass with gradients, those of the
 * generalist and of the ground truth in one pass without.
 *
 * <p>All arrays are {@linkplain Tensors#safe safe}, and so are the results of a loss. The first request for a layer
 * costs an additional pass; in later iterations the layer is computed with the others.
 */
@Internal
public final class SharedPredictions implements Predictions {
    private final PerDomain inputs;
    private final PerDomain specialist;
    private final PerDomain generalist;
    private final NDArray truth;
    private final FeatureExtractor.Loaded extractor;
    private final Set<String> announced;
    private final Map<String, Views> features = new HashMap<>();

    /**
     * Predictions of one iteration.
     *
     * @param images inputs, predictions and ground truth
     * @param extractor the feature extractor
     * @param announced names of the layers to compute together; shared between iterations, requested layers are added
     */
    public SharedPredictions(ImageTensors images, FeatureExtractor.Loaded extractor, Set<String> announced) {
        this.inputs = images.inputs.safe();
        this.specialist = images.specialist.safe();
        this.generalist = images.generalist.safe();
        this.truth = Tensors.safe(images.truth);
        this.extractor = extractor;
        this.announced = announced;
    }

    /**
     * The images of one iteration, (N, 3, H, W) in [0, 1].
     *
     * @param inputs the low-resolution inputs
     * @param specialist the predictions of the specialist
     * @param generalist the predictions of the generalist
     * @param truth the ground truth of the labeled images
     */
    public record ImageTensors(PerDomain inputs, PerDomain specialist, PerDomain generalist, NDArray truth)
            implements Views {}

    @Override
    public PerDomain inputs() {
        return inputs;
    }

    @Override
    public PerDomain specialist() {
        return specialist;
    }

    @Override
    public PerDomain generalist() {
        return generalist;
    }

    @Override
    public NDArray truth() {
        return truth;
    }

    @Override
    public FeatureExtractor extractor() {
        return extractor.origin();
    }

    @Override
    public Views features(String layer) {
        if (!features.containsKey(layer)) {
            announced.add(layer);
            Set<String> missing = new TreeSet<>(announced);
            missing.removeAll(features.keySet());
            compute(missing);
        }
        return Objects.requireNonNull(features.get(layer));
    }

    private void compute(Collection<String> layers) {
        Map<String, List<NDArray>> moving = extractor.of(List.of(specialist.labeled(), specialist.unlabeled()), layers);
        Map<String, List<NDArray>> fixed =
                extractor.of(List.of(generalist.labeled(), generalist.unlabeled(), truth), layers);
        for (String layer : layers) {
            List<NDArray> s = Objects.requireNonNull(moving.get(layer));
            List<NDArray> g = Objects.requireNonNull(fixed.get(layer));
            features.put(layer, new Layer(sides(s), sides(g), Tensors.shared(g.get(2))));
        }
    }

    private static PerDomain sides(List<NDArray> features) {
        return new PerDomain(Tensors.shared(features.get(0)), Tensors.shared(features.get(1)));
    }

    private record Layer(PerDomain specialist, PerDomain generalist, NDArray truth) implements Views {}
}
