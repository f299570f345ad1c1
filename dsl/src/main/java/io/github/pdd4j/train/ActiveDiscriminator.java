package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.AdversarialKind;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.network.LoadedDiscriminator;
import io.github.pdd4j.network.LoadedWeights;
import io.github.pdd4j.sentence.HistoryColumns;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A discriminator that is trained with its own optimizer. Every call in training mode runs one power iteration of the
 * spectral normalization.
 */
final class ActiveDiscriminator implements DiscriminatorTraining {
    private final Adversarial setting;
    private final LoadedDiscriminator discriminator;
    private final List<String> gradientNames;
    private final Adam adam;

    /** Learning rate of the discriminator divided by that of the specialist. */
    private final double relativeRate;

    ActiveDiscriminator(Adversarial setting, Plan plan, Scope run) {
        this.setting = setting;
        StateDict start = setting.discriminator().start(plan.schedule().initialSeed());
        this.discriminator = new LoadedDiscriminator(setting.discriminator().config(), start, plan.precision(), run);
        this.gradientNames = discriminator.learnedNames().stream()
                .map(name -> "the discriminator's " + name)
                .toList();
        this.adam = new Adam(discriminator.learned(), plan.schedule().hyperparameters());
        Double rate = setting.learningRate();
        this.relativeRate =
                rate == null ? 1 : rate / plan.schedule().learningRate().start();
    }

    @Override
    public List<Term> terms(boolean warmedUp) {
        if (!warmedUp) {
            return List.of(term(HistoryColumns.ADVERSARIAL, PerDomain::labeled));
        }
        if (setting.perDomainTerms()) {
            return List.of(
                    term(HistoryColumns.ADVERSARIAL, PerDomain::labeled),
                    term(HistoryColumns.ADVERSARIAL_UNLABELED, PerDomain::unlabeled));
        }
        return List.of(
                term(HistoryColumns.ADVERSARIAL, domains -> domains.labeled().concat(domains.unlabeled(), 0)));
    }

    private Term term(String name, Function<PerDomain, NDArray> images) {
        Loss loss = p -> kind().generator(discriminator.logits(images.apply(p.specialist()), 1));
        return new Term(name, setting.weight(), loss);
    }

    @Override
    public Map<String, NDArray> learn(NDArray real, NDArray fake, double learningRate, NonFiniteGuard guard) {
        NDArray both = Tensors.safe(real.concat(Tensors.detached(fake), 0));
        NDList adversarial = discriminator.logits(both, 2).split(2);
        NDArray ofReal = adversarial.get(0);
        NDArray ofFake = adversarial.get(1);
        NDArray realLoss = kind().real(ofReal);
        NDArray fakeLoss = kind().fake(ofFake);
        NDList gradients = Tensors.gradients(realLoss.add(fakeLoss), discriminator.learned());
        NDArray norm = Tensors.norm(gradients);
        Map<String, NDArray> seen = new LinkedHashMap<>();
        seen.put(HistoryColumns.REAL_LOSS, realLoss);
        seen.put(HistoryColumns.FAKE_LOSS, fakeLoss);
        if (guard.acceptsOrSkips(seen, norm, gradients, gradientNames)) {
            adam.step(gradients, learningRate * relativeRate);
        }
        seen.put(HistoryColumns.LOGITS_REAL, ofReal.mean());
        seen.put(HistoryColumns.LOGITS_FAKE, ofFake.mean());
        seen.put(HistoryColumns.ACCURACY, CollapseDiagnostics.accuracy(ofReal, ofFake, kind().boundary()));
        seen.put(HistoryColumns.DISCRIMINATOR_GRADIENT, norm);
        return seen;
    }

    @Override
    public Optional<StateDict> snapshot() {
        return Optional.of(LoadedWeights.snapshot(discriminator.names(), discriminator.weights()));
    }

    @Override
    public List<CheckpointEntry> checkpointEntries() {
        return List.of(
                CheckpointEntry.of(CheckpointEntry.DISCRIMINATOR, discriminator.names(), discriminator.weights()),
                CheckpointEntry.of("discriminator-optimizer", discriminator.learnedNames(), adam));
    }

    private AdversarialKind kind() {
        return setting.kind();
    }
}
