package io.github.pdd4j.tools.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.distill.ReferenceConfiguration;
import io.github.pdd4j.loss.AdversarialKind;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.SharedPredictions.ImageTensors;
import io.github.pdd4j.loss.Wavelet;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.LoadedDiscriminator;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The training step with the structure of the published code, in float32: a separate VGG19 pass for every prediction,
 * two passes for the labeled one, and separate discriminator passes for real and predicted images.
 */
final class PublishedStep {
    private static final double LEARNING_RATE = 1e-4;
    private static final Wavelet WAVELET = ReferenceConfiguration.AUTHORS_CODE.wavelet();
    private static final double ADVERSARIAL =
            ReferenceConfiguration.AUTHORS_CODE.adversarial().weight();
    private static final AdversarialKind KIND =
            ReferenceConfiguration.AUTHORS_CODE.adversarial().kind();

    private final Model specialist;
    private final Generalist.LoadedGeneralist generalist;
    private final FeatureExtractor.Loaded phi;
    private final LoadedDiscriminator discriminator;
    private final Adam adam;
    private final Adam discriminatorAdam;

    /** Creates the step for these two models; the other networks come from the workload. */
    PublishedStep(Network specialist, Generalist generalist, Workload w, Scope run) {
        this.specialist = Model.trainable(specialist, Precision.FLOAT32, run);
        this.generalist = generalist.load(this.specialist, run);
        this.phi = w.features().in(Precision.FLOAT32, run);
        this.discriminator = w.loadedDiscriminator(Precision.FLOAT32, run);
        this.adam = new Adam(this.specialist.parameters(), Adam.Settings.PAPER);
        this.discriminatorAdam = new Adam(discriminator.learned(), Adam.Settings.PAPER);
    }

    /** Runs one step; returns the logged values: weighted loss terms and gradient norms. */
    Map<String, Double> make(PerDomain inputs, NDArray truth) {
        NDArray both = inputs.labeled().concat(inputs.unlabeled(), 0);
        PerDomain s = halves(specialist.predict(both));
        PerDomain g = halves(generalist.predict(both));
        Map<String, NDArray> seen = terms(new ImageTensors(inputs, s, g, Tensors.safe(truth)));
        NDArray total = seen.values().stream().reduce(NDArray::add).orElseThrow();
        NDList gradients = Tensors.gradients(total, specialist.parameters());
        seen.put("gradient", Tensors.norm(gradients));
        adam.step(gradients, LEARNING_RATE);
        learn(truth, s.labeled(), seen);
        generalist.update(specialist);
        Map<String, Double> numbers = new LinkedHashMap<>();
        seen.forEach((name, value) -> numbers.put(name, (double) value.getFloat()));
        return numbers;
    }

    private Map<String, NDArray> terms(ImageTensors p) {
        List<String> layers = new ArrayList<>(Intra.PAPER.layers().names());
        layers.addAll(Inter.PAPER.layers().names());
        UnsharedFeatures distances = new UnsharedFeatures(p, phi, layers);
        NDArray judged = discriminator.logits(
                p.specialist().labeled().concat(p.specialist().unlabeled(), 0), 1);
        Map<String, NDArray> terms = new LinkedHashMap<>();
        terms.put("wavelet", Tensors.scaled(WAVELET.of(distances), WAVELET.weight()));
        terms.put("perceptual", Tensors.scaled(perceptual(p), Perceptual.PAPER.weight()));
        terms.put("rIntra", Tensors.scaled(Intra.PAPER.of(distances), Intra.PAPER.weight()));
        terms.put("rInter", Tensors.scaled(Inter.PAPER.of(distances), Inter.PAPER.weight()));
        terms.put("adversarial", Tensors.scaled(KIND.generator(judged), ADVERSARIAL));
        return terms;
    }

    /** This loss uses only the labeled domain, so the labeled images are passed for both domains. */
    private NDArray perceptual(ImageTensors p) {
        NDArray labeled = p.specialist().labeled();
        PerDomain twice = new PerDomain(labeled, labeled);
        ImageTensors images = new ImageTensors(p.inputs(), twice, p.generalist(), p.truth());
        return Perceptual.PAPER.of(
                new UnsharedFeatures(images, phi, Perceptual.PAPER.layers().names()));
    }

    private void learn(NDArray real, NDArray fake, Map<String, NDArray> seen) {
        NDArray ofReal = KIND.real(discriminator.logits(Tensors.safe(real), 1));
        NDList gradients = Tensors.gradients(ofReal, discriminator.learned());
        NDArray ofFake = KIND.fake(discriminator.logits(Tensors.safe(Tensors.detached(fake)), 1));
        NDList more = Tensors.gradients(ofFake, discriminator.learned());
        for (int i = 0; i < gradients.size(); i++) {
            gradients.get(i).addi(more.get(i));
        }
        seen.put("dReal", ofReal);
        seen.put("dFake", ofFake);
        seen.put("dGradient", Tensors.norm(gradients));
        discriminatorAdam.step(gradients, LEARNING_RATE);
    }

    private static PerDomain halves(NDArray predictions) {
        NDList halves = Tensors.safe(predictions).split(2);
        return new PerDomain(halves.get(0), halves.get(1));
    }
}
