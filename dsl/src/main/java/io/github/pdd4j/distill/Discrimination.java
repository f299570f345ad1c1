package io.github.pdd4j.distill;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.AdversarialKind;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.loss.Sides;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.network.Discriminator;
import io.github.pdd4j.network.LoadedWeights;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A discriminator at work, with an optimizer of its own; every call of it runs one power iteration. */
final class Discrimination implements Opponent {
    private final Adversarial setting;
    private final Precision precision;
    private final Discriminator form;
    private final List<NDArray> weights = new ArrayList<>();
    private final List<NDArray> learned = new ArrayList<>();
    private final List<String> learnedNames = new ArrayList<>();
    private final Adam adam;

    Discrimination(Adversarial setting, Plan plan, Scope run) {
        this.setting = setting;
        this.precision = plan.precision();
        this.form = setting.critic().form();
        StateDict start = setting.critic().start(plan.schedule().seed());
        form.names().forEach(name -> load(name, start.tensor(name), run));
        this.adam = new Adam(learned, Adam.Settings.PAPER);
    }

    private void load(String name, StoredTensor stored, Scope run) {
        NDArray state = run.tensor(stored.floats(), stored.shape());
        if (form.learned(name)) {
            NDArray leaf = precision.learning(state);
            state.close();
            weights.add(leaf);
            learned.add(leaf);
            learnedNames.add("the discriminator's " + name);
        } else {
            weights.add(state);
        }
    }

    @Override
    public List<Term> terms(boolean unlabeledToo) {
        if (!unlabeledToo) {
            return List.of(term("adversarial", Sides::labeled));
        }
        if (setting.separate()) {
            return List.of(term("adversarial", Sides::labeled), term("adversarialU", Sides::unlabeled));
        }
        return List.of(term("adversarial", sides -> sides.labeled().concat(sides.unlabeled(), 0)));
    }

    private Term term(String name, Function<Sides, NDArray> pictures) {
        Loss loss = p -> kind().generator(judged(pictures.apply(p.specialist()), 1));
        return new Term(name, setting.weight(), loss);
    }

    @Override
    public Map<String, NDArray> learn(NDArray real, NDArray fake, double learningRate, Guard guard) {
        NDList judged = judged(real.concat(Tensors.detached(fake), 0), 2).split(2);
        NDArray ofReal = judged.get(0);
        NDArray ofFake = judged.get(1);
        NDArray realLoss = kind().real(ofReal);
        NDArray fakeLoss = kind().fake(ofFake);
        NDList gradients = Tensors.gradients(realLoss.add(fakeLoss), learned);
        NDArray norm = Tensors.norm(gradients);
        Map<String, NDArray> seen = new LinkedHashMap<>();
        seen.put("dReal", realLoss);
        seen.put("dFake", fakeLoss);
        if (guard.accepts(Sum.numbers(seen), norm, gradients, learnedNames)) {
            adam.step(gradients, learningRate);
        }
        seen.put("logitsReal", ofReal.mean());
        seen.put("logitsFake", ofFake.mean());
        seen.put("dAccuracy", Signals.accuracy(ofReal, ofFake, kind().boundary()));
        seen.put("dGradient", norm);
        return seen;
    }

    @Override
    public Optional<StateDict> snapshot() {
        return Optional.of(LoadedWeights.snapshot(form.names(), weights));
    }

    @Override
    public List<Part> parts() {
        List<String> names = form.names().stream().filter(form::learned).toList();
        return List.of(
                Part.of("discriminator", form.names(), weights), Part.of("discriminator-optimizer", names, adam));
    }

    private NDArray judged(NDArray pictures, int calls) {
        NDArray entered = precision.enter(Tensors.safe(pictures));
        return Precision.leave(form.forward(entered, weights, calls));
    }

    private AdversarialKind kind() {
        return setting.kind();
    }
}
