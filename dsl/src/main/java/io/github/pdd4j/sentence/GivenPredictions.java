package io.github.pdd4j.sentence;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.data.CapturedPairs;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.data.PredictedInputs;
import io.github.pdd4j.data.PredictedPairs;
import io.github.pdd4j.metric.PredictedImages;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.tensor.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Static mode with another program as the generalist: its predictions of the whole inputs are images, and a crop of an
 * input has the same region of its prediction, flipped and transposed in step. So a diffusion model can teach without
 * running here.
 *
 * <pre>{@code
 * System.out.println(distill().generalist(predictions(folder, 4)));
 * }</pre>
 *
 * @param ofUnlabeled predictions of the unlabeled images, and of the labeled ones if {@code ofLabeled} is null
 * @param ofLabeled predictions of the labeled low-resolution images; null if they are beside the others
 */
public record GivenPredictions(
        PredictedImages ofUnlabeled, @Nullable PredictedImages ofLabeled) implements Generalist, Facts.Stated {
    /**
     * Checks that both have one scale.
     *
     * @param ofUnlabeled predictions of the unlabeled images, and of the labeled ones if {@code ofLabeled} is null
     * @param ofLabeled predictions of the labeled low-resolution images; null if they are beside the others
     * @throws IllegalArgumentException if the scales differ
     */
    public GivenPredictions {
        if (ofLabeled != null && ofLabeled.scale() != ofUnlabeled.scale()) {
            throw new IllegalArgumentException("predictions of unlabeled and labeled images must have one scale, got ×"
                    + ofUnlabeled.scale() + " and ×" + ofLabeled.scale() + ": use predictions(folder, "
                    + ofUnlabeled.scale() + ") for both");
        }
    }

    /** Matches inputs and predictions by name and checks the sizes, from the file headers. */
    PredictedInputs matched(Pairs labeled, Images unlabeled, boolean needsLabeled) {
        Collection<String> names = new ArrayList<>(unlabeled.names());
        Optional<Images> inputs = needsLabeled ? Optional.of(inputs(labeled)) : Optional.empty();
        if (inputs.isPresent() && ofLabeled == null) {
            requireDifferentNames(inputs.get(), unlabeled);
            names.addAll(inputs.get().names());
        }
        int scale = ofUnlabeled.scale();
        CapturedPairs ofThese = PredictedPairs.of(Roles.UNLABELED, unlabeled, names, ofUnlabeled.images(), scale);
        Optional<CapturedPairs> ofThose = inputs.map(low -> ofLabeled == null
                ? PredictedPairs.of(Roles.LABELED, low, names, ofUnlabeled.images(), scale)
                : PredictedPairs.of(Roles.LABELED, low, low.names(), ofLabeled.images(), scale));
        return new PredictedInputs(ofThose, ofThese);
    }

    private static Images inputs(Pairs labeled) {
        if (labeled instanceof CapturedPairs taken) {
            return taken.low();
        }
        throw new IllegalArgumentException("predictions of labeled images need inputs that are files of their own, got "
                + labeled + ", whose inputs are made anew for every crop: use pairs(\"folder\") with the folders lr and"
                + " hr, or rIntra(0).rInter(0).naiveDistillation(1), which needs no predictions of labeled images");
    }

    private static void requireDifferentNames(Images labeled, Images unlabeled) {
        List<String> shared = PredictedPairs.shared(labeled, unlabeled);
        if (!shared.isEmpty()) {
            throw new IllegalArgumentException(
                    "labeled and unlabeled images must have different names for one folder of"
                            + " predictions, got " + shared.get(0)
                            + (shared.size() == 1 ? "" : " and " + (shared.size() - 1) + " more")
                            + " in both: use generalist(predictions(\"unlabeled\", 4), predictions(\"labeled\", 4))");
        }
    }

    @Override
    public LoadedGeneralist load(Model specialist, Scope run) {
        return new Loaded();
    }

    @Override
    public Optional<Network> start(Network specialist) {
        return Optional.empty();
    }

    @Override
    public void requireScale(int specialistScale) {
        if (ofUnlabeled.scale() != specialistScale) {
            throw new IllegalArgumentException("predictions must have the scale of the specialist, got ×"
                    + ofUnlabeled.scale() + " and ×" + specialistScale + ": upscale the inputs ×" + specialistScale
                    + ", or use a specialist of ×" + ofUnlabeled.scale());
        }
    }

    /** What identifies a run beside the digests of the images, wherever these are. */
    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(Facts.TYPE, "GivenPredictions");
        facts.put("scale", ofUnlabeled.scale());
        facts.put("unlabeled", ofUnlabeled.images());
        if (ofLabeled != null) {
            facts.put("labeled", ofLabeled.images());
        }
        return facts;
    }

    /** Returns the arguments of {@code generalist(...)}. */
    @Override
    public String toString() {
        return ofLabeled == null ? ofUnlabeled.toString() : ofUnlabeled + ", " + ofLabeled;
    }

    private record Loaded() implements LoadedGeneralist {
        @Override
        public NDArray predict(NDArray lowResolution) {
            throw new IllegalStateException(
                    "predictions of another program come with the batch, got a request to predict:"
                            + " use the batches of the training");
        }

        @Override
        public void update(Model specialist) {}

        @Override
        public Optional<Network> snapshot() {
            return Optional.empty();
        }
    }
}
