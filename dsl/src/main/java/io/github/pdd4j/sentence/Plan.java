package io.github.pdd4j.sentence;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.data.ImageDigest;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.data.PredictedInputs;
import io.github.pdd4j.data.Window;
import io.github.pdd4j.io.Listing;
import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.LowRank;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Parameterization;
import io.github.pdd4j.network.SuperResolutionConfig;
import io.github.pdd4j.tensor.Devices;
import io.github.pdd4j.tensor.Precision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A complete, validated sentence.
 *
 * @param generalist generalist
 * @param specialist specialist before training
 * @param labeled labeled pairs
 * @param unlabeled unlabeled low-resolution images
 * @param features feature extractor of the distances
 * @param objective total loss
 * @param schedule length, batches and learning rate
 * @param sentence the sentence that the plan was made from
 * @param predicted inputs with the predictions of a generalist that is another program, matched by name; empty if the
 *     generalist is a network
 */
@Internal
public record Plan(
        Generalist generalist,
        Network specialist,
        Pairs labeled,
        Images unlabeled,
        FeatureExtractor features,
        Objective objective,
        Schedule schedule,
        Sentence sentence,
        Optional<PredictedInputs> predicted) {

    /**
     * Checks everything that can be checked before weights are loaded or images decoded.
     *
     * @param sentence the settings
     * @return the plan
     * @throws IllegalStateException if a required setting is missing
     * @throws IllegalArgumentException if the settings do not fit each other or the images
     */
    public static Plan of(Sentence sentence) {
        Roles roles = sentence.roles();
        Generalist generalist = required(roles.generalist(), sentence);
        Network specialist = required(roles.specialist(), sentence);
        Pairs labeled = required(roles.labeled(), sentence);
        Images unlabeled = required(roles.unlabeled(), sentence);
        generalist.requireScale(specialist.scale());
        Plan plan = new Plan(
                generalist,
                specialist,
                labeled,
                unlabeled,
                roles.features(),
                sentence.objective(),
                sentence.schedule(),
                sentence,
                generalist instanceof GivenPredictions given
                        ? Optional.of(given.matched(
                                labeled, unlabeled, sentence.objective().comparesLabeled()))
                        : Optional.empty());
        plan.check();
        return plan;
    }

    private void check() {
        generalist.requireWarmUp(warmUp());
        features.config().requireLayers(objective.layers());
        requireCrop();
        labeled.requireCrop(new Window(schedule.crop(), specialist.scale()));
        unlabeled.requireCrop(schedule.crop());
        if (sentence.execution().on() != null) {
            Devices.require(sentence.execution().on());
        }
        if (objective.activeAdversarial() != null) {
            require(objective.activeAdversarial());
        }
        requireDistillation();
        requireLearning();
        requireAverage();
        requireTrained();
        requireParts();
        requireBalance();
        requireValidation();
    }

    /** Checks that the weight decay keeps the sign of a weight, and that the last iteration still trains. */
    private void requireLearning() {
        LearningRate rate = schedule.learningRate();
        double decay = schedule.optimizer().weightDecay();
        Adversarial adversarial = objective.activeAdversarial();
        Double own = adversarial == null ? null : adversarial.learningRate();
        double largest = Math.max(rate.start(), own == null ? 0 : own);
        if (!(decay * largest < 1)) {
            throw new IllegalArgumentException("weight decay times learning rate must be below 1, got " + decay
                    + " times " + largest + ", which turns every weight over: use adamW(0.01)");
        }
        if (rate.warmUp() >= schedule.iterations()) {
            throw new IllegalArgumentException("warm-up of the learning rate must be shorter than the run, got "
                    + rate.warmUp() + " of " + schedule.iterations() + " iterations: use learningRate(r -> r.warmUp("
                    + schedule.iterations() / 10 + ")), or more iterations");
        }
        if (rate.at(schedule.iterations()) == 0) {
            throw new IllegalArgumentException("learning rate must be above 0 to the end, got 0 in the last of "
                    + schedule.iterations() + " iterations after cosine(" + rate.cosine() + "): use cosine("
                    + Math.max(1, schedule.iterations() - rate.warmUp()) + "), or end(1e-6)");
        }
    }

    /** Checks that every layer of {@code updates} is one of the specialist, and that some weight is trained. */
    private void requireTrained() {
        Updates updates = schedule.updates();
        LowRank adapts = schedule.adapts();
        List<String> names = specialist.config().names();
        if (updates != null) {
            for (String layer : updates.layers()) {
                if (names.stream().noneMatch(name -> Updates.isOf(layer, name))) {
                    List<String> known = layers(names);
                    throw new IllegalArgumentException("updates(...) must name layers of the specialist, got \"" + layer
                            + "\": the nearest are " + NearestNames.of(layer, known) + ", and the weights are "
                            + Listing.first(3, names));
                }
            }
        }
        Parameterization trained = schedule.parameterization();
        if (trained.changed(specialist.config()).isEmpty()) {
            if (adapts == null || names.stream().noneMatch(name -> updates == null || updates.chooses(name))) {
                throw new IllegalArgumentException("updates(...) must choose at least one weight that is trained, got"
                        + " none of " + names.size() + ": a name is for example \"" + names.get(0) + "\"");
            }
            int largest = trained.largestRank(specialist.config());
            throw new IllegalArgumentException("low-rank adaptation must have a layer whose factors have fewer numbers"
                    + " than its weight, got none for " + adapts + " in "
                    + (updates == null ? specialist.config().architecture() : "updates(" + updates + ")") + ": "
                    + (largest == 0
                            ? "leave adapts(...) out, or choose convolutions or linear layers in updates(...)"
                            : "use lora(" + largest + ") or less"));
        }
    }

    /** Layers and groups of layers: all beginnings of the names of weights that end before a dot. */
    private static List<String> layers(List<String> names) {
        Set<String> layers = new LinkedHashSet<>();
        for (String name : names) {
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                layers.add(name.substring(0, dot));
            }
        }
        return List.copyOf(layers);
    }

    private void requireParts() {
        int parts = schedule.accumulate();
        if (schedule.batch() % parts != 0) {
            throw new IllegalArgumentException("batch must be a multiple of its parts, got batch(" + schedule.batch()
                    + ") and accumulate(" + parts + "): use accumulate(" + schedule.batch() + "), or another batch");
        }
        if (parts > 1 && objective.balance() != null) {
            throw new IllegalArgumentException("accumulate(...) must go without a balance, which measures gradients in"
                    + " the specialist, got accumulate(" + parts + ") and " + objective.balance()
                    + ": leave one out");
        }
    }

    private void requireAverage() {
        if (schedule.movingAverage() != null && generalist instanceof MovingAverage) {
            throw new IllegalArgumentException("movingAverage(...) must go with a frozen generalist, got "
                    + schedule.movingAverage() + " in EMA mode, whose generalist " + generalist
                    + " is the average: leave it out");
        }
    }

    /** Checks that the balance can weigh the terms, and that it asks for no other best network than the sentence. */
    private void requireBalance() {
        Balance balance = objective.balance();
        if (balance == null) {
            return;
        }
        if (distillationTerms().isEmpty()) {
            throw new IllegalArgumentException("balance must have a distillation term to weigh, got none with a weight"
                    + " above 0: use rIntra(1) or rInter(1), or leave balance(...) out");
        }
        if (balance.every() < 1 || !(balance.largestStep() > 1)) {
            throw new IllegalArgumentException("a balance must have an interval of at least 1 iteration and a largest"
                    + " step above 1, got every() " + balance.every() + " and largestStep() " + balance.largestStep()
                    + ": return for example 10 and 1.1");
        }
        balance.requireTerms(objective.balanced());
        String best = sentence.execution().best();
        if (balance.constraint().isPresent() && !best.isEmpty()) {
            throw new IllegalArgumentException("run.best() must be one network, got best(\"" + best
                    + "\") beside an aim, whose best network is the newest one that keeps its metric: leave one out");
        }
    }

    /** Checks that no image is both learned from and measured, which would make the scores too good. */
    private void requireValidation() {
        Validation validation = sentence.execution().validate();
        sentence.execution().bestMetric();
        if (validation == null) {
            return;
        }
        requireUnlearned("validation", validation.pairs());
    }

    /**
     * Checks that pairs to measure are not trained on.
     *
     * @param what name of the pairs in error messages, for example {@code validation}
     * @param pairs low-resolution images with ground truth
     * @throws IllegalArgumentException if there is no pair, or an image is trained on
     */
    public void requireUnlearned(String what, Pairs pairs) {
        if (pairs.size() == 0) {
            throw new IllegalArgumentException(what + " must have at least one pair, got none in " + pairs
                    + ": use images that are not trained on");
        }
        Set<String> measured = pairs.digests().stream().map(ImageDigest::sha256).collect(Collectors.toSet());
        requireUnlearned(what, Roles.LABELED, labeled.digests(), measured);
        requireUnlearned(what, Roles.UNLABELED, unlabeled.digests(), measured);
    }

    private static void requireUnlearned(String what, String role, List<ImageDigest> learned, Set<String> measured) {
        List<String> both = learned.stream()
                .filter(image -> measured.contains(image.sha256()))
                .map(ImageDigest::name)
                .toList();
        if (!both.isEmpty()) {
            throw new IllegalArgumentException("images of the " + what + " must not be trained on, got "
                    + Listing.first(3, both) + " in both, as " + role + " images: leave them out of one");
        }
    }

    /** Checks the crop size against the networks, poolings and the wavelet, for a clearer error than the engine's. */
    private void requireCrop() {
        int crop = schedule.crop();
        int scale = specialist.scale();
        int side = crop * scale;
        List<Network> networks = Stream.concat(Stream.of(specialist), generalist.start(specialist).stream())
                .toList();
        for (Network network : networks) {
            int multiple = network.config().multiple();
            if (crop % multiple != 0) {
                throw new IllegalArgumentException("crops must be multiples of " + multiple + " for "
                        + network.config().architecture() + " ×" + scale + ", got " + crop + ": use crop("
                        + next(crop, multiple) + ")");
            }
        }
        if (objective.wavelet().weight() != 0 && side % 2 != 0) {
            throw new IllegalArgumentException("crops must give the wavelet loss images of an even side, got " + side
                    + " from crops of " + crop + " at ×" + scale + ": use crop(" + (crop + 1)
                    + "), or wavelet(w -> w.weight(0))");
        }
        Collection<String> layers = objective.layers();
        if (!layers.isEmpty()) {
            requireFeatures(layers, crop, scale);
        }
    }

    private void requireFeatures(Collection<String> layers, int crop, int scale) {
        int least = features.config().leastSide(layers);
        if (crop * scale < least) {
            throw new IllegalArgumentException("crops must give "
                    + features.config().architecture()
                    + " images of at least " + least + "x" + least + " for features at " + String.join(", ", layers)
                    + ", got " + crop * scale + " from crops of " + crop + " at ×" + scale + ": use crop("
                    + (least + scale - 1) / scale + ") or larger, or layers nearer to the input");
        }
        int multiple = features.config() instanceof SuperResolutionConfig resolver ? resolver.multiple() : 1;
        if (crop * scale % multiple != 0) {
            throw new IllegalArgumentException("crops must give "
                    + features.config().architecture()
                    + " images whose side is a multiple of " + multiple + ", got " + crop * scale + " from crops of "
                    + crop + " at ×" + scale + ": use crop(" + next(crop, multiple) + ")");
        }
    }

    private static int next(int crop, int multiple) {
        return (crop / multiple + 1) * multiple;
    }

    private void require(Adversarial adversarial) {
        int multiple = adversarial.discriminator().config().multiple();
        int side = schedule.crop() * specialist.scale();
        if (side % multiple != 0) {
            throw new IllegalArgumentException("crops must give the discriminator images whose side is a multiple of "
                    + multiple + ", got " + side + " from crops of " + schedule.crop() + ": use crop("
                    + (schedule.crop() / multiple + 1) * multiple + ")");
        }
        if (discriminatorWarmUp() >= schedule.iterations()) {
            throw new IllegalArgumentException("discriminator warm-up must be shorter than the run, got "
                    + discriminatorWarmUp() + " of " + schedule.iterations()
                    + " iterations: use adversarial(a -> a.discriminatorWarmUp(...)) with fewer, or the"
                    + " specialist would never be trained");
        }
    }

    private void requireDistillation() {
        int supervised = discriminatorWarmUp() + warmUp();
        if (supervised >= schedule.iterations() && !distillationTerms().isEmpty()) {
            throw new IllegalArgumentException("warm-up must be shorter than the run, got " + warmUp() + " of "
                    + schedule.iterations() + " iterations"
                    + (discriminatorWarmUp() == 0 ? "" : " after a discriminator warm-up of " + discriminatorWarmUp())
                    + ": use iterations(...) with more or warmUp(...) with fewer, or R_intra and R_inter would"
                    + " never be used");
        }
    }

    /**
     * Returns a copy with another number of iterations and without a validation; checks that depend on the number are
     * not repeated.
     *
     * @param value at least 1
     * @return the copy
     */
    public Plan brief(int value) {
        return new Plan(
                generalist,
                specialist,
                labeled,
                unlabeled,
                features,
                objective,
                Schedule.SETTINGS.with(schedule, "iterations", value),
                sentence.with(Execution.SETTINGS.with(
                        Execution.SETTINGS.with(sentence.execution(), "validate", null), "best", "")),
                predicted);
    }

    /** {@return the moving average of the specialist, which in EMA mode is the generalist; empty if there is none} */
    public Optional<MovingAverage> average() {
        return generalist instanceof MovingAverage moving
                ? Optional.of(moving)
                : Optional.ofNullable(schedule.movingAverage()).map(MovingAverage::new);
    }

    /** {@return the precision of the networks} */
    public Precision precision() {
        Precision value = schedule.precision();
        return value == null ? Precision.fastest(sentence.execution().device()) : value;
    }

    /** {@return the number of initial iterations in which only the discriminator is trained} */
    public int discriminatorWarmUp() {
        return objective.activeAdversarial() == null
                ? 0
                : objective.activeAdversarial().discriminatorWarmUp();
    }

    /** {@return the names of what is trained of the specialist, for error messages, in its order} */
    public List<String> weightNames() {
        return schedule.parameterization().names(specialist.config()).stream()
                .map(name -> "the specialist's " + name)
                .toList();
    }

    /** {@return the terms that compare specialist and generalist, which begin after the warm-up} */
    public List<Term> distillationTerms() {
        return objective.distillationTerms(generalist.gradientThroughLabeled());
    }

    /** {@return all terms but the adversarial ones, in the order of Eq. 12} */
    public List<Term> terms() {
        List<Term> terms = new ArrayList<>(objective.supervised());
        terms.addAll(objective.custom());
        terms.addAll(distillationTerms());
        return terms;
    }

    /** {@return the number of iterations before the distillation terms begin, counted after the discriminator warm-up} */
    public int warmUp() {
        Integer value = schedule.warmUp();
        return value == null ? generalist.warmUp() : value;
    }

    /** {@return the first iteration with R_intra, R_inter and naive distillation, after both warm-ups} */
    public int firstDistillation() {
        return discriminatorWarmUp() + warmUp() + 1;
    }

    private static <T> T required(@Nullable T part, Sentence sentence) {
        if (part == null) {
            throw new IllegalStateException("sentence must be complete before train(), got one without "
                    + String.join(", ", sentence.missing()) + ": add it, for example distill()."
                    + sentence.missing().get(0) + "(...)");
        }
        return part;
    }
}
