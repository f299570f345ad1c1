package io.github.pdd4j.tools.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.LoadedDiscriminator;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Measures the parts of a training step, each alone. */
final class Parts {
    private final Workload workload;
    private final Scope run;
    private final Model specialist;
    private final Model generalist;
    private final FeatureExtractor.Loaded phi;
    private final LoadedDiscriminator discriminator;
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    private Parts(Workload w, Precision precision, Scope run) {
        this.workload = w;
        this.run = run;
        this.specialist = Model.trainable(w.specialist(), precision, run);
        this.generalist = Model.moving(w.specialist(), precision, run);
        this.phi = w.features().in(precision, run);
        this.discriminator = w.loadedDiscriminator(precision, run);
    }

    /** Returns the median time of each part in seconds, by name. */
    static Map<String, Double> seconds(Workload w, Precision precision) {
        try (Scope run = Scope.inference()) {
            Parts parts = new Parts(w, precision, run);
            parts.timeModels();
            parts.timeJudges();
            parts.timeOptimizers();
            return parts.seconds;
        }
    }

    private void timeModels() {
        time("specialist forward", step -> specialist.predict(inputs(step)));
        time(
                "specialist forward and backward",
                step -> back(specialist.predict(inputs(step)), specialist.parameters()));
        time("generalist forward", step -> generalist.predict(inputs(step)));
    }

    private void timeJudges() {
        int several = workload.images();
        Set<String> layers = new TreeSet<>(Perceptual.PAPER.layers().names());
        layers.addAll(Intra.PAPER.layers().names());
        layers.addAll(Inter.PAPER.layers().names());
        time("features of the fixed images", step -> phi.of(images(several + workload.batch(), step), layers));
        time("features forward and backward", step -> {
            NDArray x = Tensors.leaf(images(several, step));
            NDArray sum = phi.of(x, layers).values().stream()
                    .map(NDArray::sum)
                    .reduce(NDArray::add)
                    .orElseThrow();
            Tensors.gradients(sum, List.of(x));
        });
        time("discriminator to the images", step -> {
            NDArray x = Tensors.leaf(images(several, step));
            back(discriminator.logits(x, 1), List.of(x));
        });
        time(
                "discriminator to its weights",
                step -> back(discriminator.logits(images(several, step), 2), discriminator.learned()));
    }

    private void timeOptimizers() {
        Adam adam = new Adam(specialist.parameters(), Adam.Settings.PAPER);
        Adam discriminatorAdam = new Adam(discriminator.learned(), Adam.Settings.PAPER);
        NDList gradients = zeros(specialist.parameters());
        NDList discriminatorGradients = zeros(discriminator.learned());
        time("optimizers and moving average", step -> {
            adam.step(gradients, 0);
            discriminatorAdam.step(discriminatorGradients, 0);
            Tensors.lerp(generalist.parameters(), specialist.parameters(), 1e-3);
        });
    }

    private void time(String part, Consumer<Scope> work) {
        seconds.put(part, Clock.median(run, work));
    }

    private NDArray inputs(Scope step) {
        return Uniform.tensor(step, workload.images(), 3, workload.crop(), workload.crop());
    }

    private NDArray images(int count, Scope step) {
        return Uniform.tensor(step, count, 3, workload.truthSide(), workload.truthSide());
    }

    private static void back(NDArray output, List<NDArray> to) {
        Tensors.gradients(output.sum(), to);
    }

    private static NDList zeros(List<NDArray> like) {
        NDList zeros = new NDList();
        like.forEach(each -> zeros.add(each.zerosLike()));
        return zeros;
    }
}
