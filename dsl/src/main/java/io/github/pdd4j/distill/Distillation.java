package io.github.pdd4j.distill;

import static io.github.pdd4j.distill.Change.changed;
import static io.github.pdd4j.setting.Given.given;

import ai.djl.Device;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.data.Augmentation;
import io.github.pdd4j.data.CropRule;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.NamedSeeds;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.explain.Explanation;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.loss.NaiveDistillation;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.loss.Wavelet;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.LowRank;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.runs.DirectoryCheckpointer;
import io.github.pdd4j.sentence.Checkpointing;
import io.github.pdd4j.sentence.Execution;
import io.github.pdd4j.sentence.Frozen;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.sentence.LearningRate;
import io.github.pdd4j.sentence.Listener;
import io.github.pdd4j.sentence.Objective;
import io.github.pdd4j.sentence.Optimizer;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.sentence.Roles;
import io.github.pdd4j.sentence.Schedule;
import io.github.pdd4j.sentence.Sentence;
import io.github.pdd4j.sentence.TrainingState;
import io.github.pdd4j.sentence.Updates;
import io.github.pdd4j.sentence.Validation;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tech.tablesaw.api.Table;

/**
 * A distillation as one sentence of method calls: networks, images, losses, schedule and execution.
 *
 * <p>Instances are immutable. Each method returns a copy with one setting changed, so an unfinished instance can be
 * stored, displayed and completed in a later notebook cell. Nothing is computed before {@link #train()}.
 *
 * <pre>{@code
 * var sentence = distill().generalist(compactGeneralist()).specialist(compactSpecialist()).rInter(r -> r.weight(0.5));
 * System.out.println(sentence.missing());
 * }</pre>
 */
public final class Distillation implements Configured, Shorthands, Viewable {
    private final Sentence sentence;

    Distillation(Sentence sentence) {
        this.sentence = sentence;
    }

    /**
     * Returns a distillation without networks and images, with the losses of the paper.
     *
     * @param features network whose features the losses compare
     * @return a distillation in which generalist, specialist and both image sets are missing
     */
    public static Distillation in(FeatureExtractor features) {
        return new Distillation(Sentence.in(features));
    }

    /**
     * Sets the generalist, the network whose behavior is distilled.
     *
     * @param value for example {@code movingAverage(0.999)} for EMA mode, or {@link Frozen} for static mode
     * @return a copy with this setting
     */
    @Override
    public Distillation generalist(Generalist value) {
        given("value", value);
        return with(Roles.SETTINGS.with(sentence.roles(), "generalist", value));
    }

    /**
     * Sets the network that is trained.
     *
     * @param value the initial weights; training works on a copy and does not change them
     * @return a copy with this setting
     */
    public Distillation specialist(Network value) {
        given("value", value);
        return with(Roles.SETTINGS.with(sentence.roles(), "specialist", value));
    }

    /**
     * Sets the labeled images, which have a ground truth.
     *
     * @param value pairs of a low-resolution and a high-resolution image, for example
     *     {@code images("hr").downscaledBy(bicubic())}
     * @return a copy with this setting
     */
    public Distillation labeled(Pairs value) {
        given("value", value);
        return with(Roles.SETTINGS.with(sentence.roles(), "labeled", value));
    }

    /**
     * Sets the unlabeled images: real low-resolution images without a ground truth.
     *
     * @param value low-resolution images
     * @return a copy with this setting
     */
    public Distillation unlabeled(Images value) {
        given("value", value);
        return with(Roles.SETTINGS.with(sentence.roles(), "unlabeled", value));
    }

    /**
     * Sets the network whose features the losses compare, Φ in the paper. For VGG16 the paper's layers are those of the
     * same depth, with the paper's weights; layers that the sentence names stay.
     *
     * @param value the feature network; default: the pretrained slim VGG19
     * @return a copy with this setting
     */
    public Distillation features(FeatureExtractor value) {
        given("value", value);
        return with(Roles.SETTINGS.with(sentence.roles(), "features", value));
    }

    /**
     * Adjusts R_intra: {@code rIntra(r -> r.weight(0.1).layers("conv3_4"))}.
     *
     * @param change function from the current settings of R_intra to the new ones
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    @Override
    public Distillation rIntra(UnaryOperator<Intra> change) {
        given("change", change);
        return with(Objective.SETTINGS.with(
                sentence.objective(),
                "rIntra",
                changed("rIntra", sentence.objective().rIntra(), change)));
    }

    /**
     * Adjusts R_inter: {@code rInter(r -> r.weight(0.5).distance(l1()))}.
     *
     * @param change function from the current settings of R_inter to the new ones
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    @Override
    public Distillation rInter(UnaryOperator<Inter> change) {
        given("change", change);
        return with(Objective.SETTINGS.with(
                sentence.objective(),
                "rInter",
                changed("rInter", sentence.objective().rInter(), change)));
    }

    /**
     * Adjusts the supervised wavelet loss; its weight α1 is 0.5 by default.
     *
     * @param change function from the current settings of the wavelet loss to the new ones
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    @Override
    public Distillation wavelet(UnaryOperator<Wavelet> change) {
        given("change", change);
        return with(Objective.SETTINGS.with(
                sentence.objective(),
                "wavelet",
                changed("wavelet", sentence.objective().wavelet(), change)));
    }

    /**
     * Adjusts the supervised perceptual loss; its weight α2 is 1 by default.
     *
     * @param change function from the current settings of the perceptual loss to the new ones
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    @Override
    public Distillation perceptual(UnaryOperator<Perceptual> change) {
        given("change", change);
        return with(Objective.SETTINGS.with(
                sentence.objective(),
                "perceptual",
                changed("perceptual", sentence.objective().perceptual(), change)));
    }

    /**
     * Adjusts naive distillation; its weight is 0 by default.
     *
     * @param change function from the current settings of naive distillation to the new ones
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    @Override
    public Distillation naiveDistillation(UnaryOperator<NaiveDistillation> change) {
        given("change", change);
        return with(Objective.SETTINGS.with(
                sentence.objective(),
                "naiveDistillation",
                changed("naiveDistillation", sentence.objective().naiveDistillation(), change)));
    }

    /**
     * Adds a discriminator, or adjusts it:
     * {@code adversarial(a -> a.kind(AdversarialKind.HINGE).discriminatorWarmUp(50))}.
     *
     * @param change function from the current adversarial settings to the new ones; the first call starts from
     *     {@link Adversarial#AUTHORS_CODE}
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    @Override
    public Distillation adversarial(UnaryOperator<Adversarial> change) {
        given("change", change);
        Adversarial before = sentence.objective().adversarial() == null
                ? Adversarial.AUTHORS_CODE
                : sentence.objective().adversarial();
        return with(
                Objective.SETTINGS.with(sentence.objective(), "adversarial", changed("adversarial", before, change)));
    }

    /**
     * Adds a custom loss term, or replaces the custom term of the same name.
     *
     * <p>The term is active from the first iteration in which the specialist learns. The history has a column of its
     * name.
     *
     * @param name of the term; not blank, different from the other columns of the history, ignoring case, and without
     *     the prefixes {@code gradient} and {@code validation} followed by a space
     * @param weight factor of the term in the total loss; finite; 0 leaves the term out
     * @param loss function of the predictions that returns one float32 number
     * @return a copy with this term
     * @throws IllegalArgumentException if the name or the weight is invalid
     */
    public Distillation loss(String name, double weight, Loss loss) {
        given("name", name, "loss", loss);
        return with(sentence.objective().loss(new Term(name, weight, loss)));
    }

    /**
     * Sets whether R_intra and R_inter backpropagate through Y_S^L, the specialist's predictions of labeled input.
     *
     * @param value true to backpropagate through Y_S^L; default: true in EMA mode, false in static mode
     * @return a copy with this setting
     */
    public Distillation gradientThroughLabeled(boolean value) {
        return with(Objective.SETTINGS.with(sentence.objective(), "gradientThroughLabeled", value));
    }

    /**
     * Lets a balance choose the weights of the loss terms while training: {@code balance(shares())}.
     *
     * <p>The weights of the sentence are those at the start. The history has columns of the weights, {@code weight
     * rIntra}, and of the shares, {@code share rIntra}, see {@link Run#history}.
     *
     * @param value {@code shares()}, {@code aim(...)}, {@code conflictFree()}, {@code cagrad(c)}, {@code invariant()},
     *     {@code randomWeights(seed)}, or a lambda from the measured terms to weights
     * @return a copy with this setting
     */
    public Distillation balance(Balance value) {
        given("value", value);
        return with(Objective.SETTINGS.with(sentence.objective(), "balance", value));
    }

    /**
     * Sets the number of training iterations.
     *
     * @param value at least 1; default 500
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public Distillation iterations(int value) {
        return with(Schedule.SETTINGS.with(sentence.schedule(), "iterations", value));
    }

    /**
     * Sets the batch size.
     *
     * @param value labeled images per iteration, to which as many unlabeled images are added; at least 1; default 2, 8
     *     in the paper
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public Distillation batch(int value) {
        return with(Schedule.SETTINGS.with(sentence.schedule(), "batch", value));
    }

    /**
     * Makes the specialist's forward and backward pass in parts of the batch and adds up their gradients, so that its
     * graph needs the memory of a part; features, discriminator and generalist still see the whole batch at once. So do
     * the losses, and R_inter has its one norm: the step is that of the whole batch up to rounding. It takes one more forward pass (gradient caching, Gao et al. 2021).
     *
     * @param parts a divisor of the batch, at least 1; default 1, the whole batch at once
     * @return a copy with this setting
     * @throws IllegalArgumentException if the number is below 1
     */
    public Distillation accumulate(int parts) {
        return with(Schedule.SETTINGS.with(sentence.schedule(), "accumulate", parts));
    }

    /**
     * Sets the side length of the square low-resolution crops.
     *
     * @param value in pixels; at least 8; default 48, as in the paper
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public Distillation crop(int value) {
        return with(Schedule.SETTINGS.with(sentence.schedule(), "crop", value));
    }

    /**
     * Takes several crops in a row from each image before the next: for images that take longer to decode than a step
     * takes, such as those of DF2K beside a fast device. Then fewer images are decoded for the same number of crops; a
     * batch shows fewer different images. Images that fit into a quarter of Java's memory are decoded once anyway.
     *
     * @param crops number of crops in a row, labeled and unlabeled; at least 1; default 1
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public Distillation repeats(int crops) {
        return with(Schedule.SETTINGS.with(sentence.schedule(), "repeats", crops));
    }

    /**
     * Adjusts how crops are turned at random: {@code augmentation(a -> a.verticalFlips(false).transposition(false))}, or
     * {@code augmentation(a -> Augmentation.NONE)}. The regions stay the same.
     *
     * @param change function from the current augmentation to the new one; the default flips in both directions and
     *     transposes, each with probability 1/2, as the paper does
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    public Distillation augmentation(UnaryOperator<Augmentation> change) {
        given("change", change);
        Augmentation value = changed("augmentation", sentence.schedule().augmentation(), change);
        return with(Schedule.SETTINGS.with(sentence.schedule(), "augmentation", value));
    }

    /**
     * Leaves out unlabeled crops that teach nothing, such as flat or damaged ones: {@code unlabeledCrops(contrast(0.02))}.
     * Another crop is drawn in place of one that is not kept, up to ten times from the same image and then from any;
     * where the first is kept, it is that of a training without a rule. If no crop of 200 is kept, the run ends with a
     * sentence that says so.
     *
     * @param rule {@code contrast(...)}, {@code flatArea(...)}, one {@code and} another, or a lambda on the crop
     * @return a copy with this setting
     */
    public Distillation unlabeledCrops(CropRule rule) {
        given("rule", rule);
        return with(Schedule.SETTINGS.with(sentence.schedule(), "unlabeledCrops", rule));
    }

    /**
     * Sets the number of iterations before R_intra, R_inter and naive distillation begin, counted after a discriminator
     * warm-up.
     *
     * @param iterations at least 0, with a moving average at least 1; default 5 with a moving average, 0 with a frozen
     *     generalist
     * @return a copy with this setting
     * @throws IllegalArgumentException if the number is negative
     */
    public Distillation warmUp(int iterations) {
        return with(Schedule.SETTINGS.with(sentence.schedule(), "warmUp", iterations));
    }

    /**
     * Adjusts the learning-rate schedule: {@code learningRate(r -> r.milestones(300, 400).factor(0.5))}, or
     * {@code learningRate(r -> r.warmUp(50).cosine(450))}.
     *
     * @param change function from the current settings of the learning rate to the new ones
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    @Override
    public Distillation learningRate(UnaryOperator<LearningRate> change) {
        given("change", change);
        LearningRate value = changed("learningRate", sentence.schedule().learningRate(), change);
        return with(Schedule.SETTINGS.with(sentence.schedule(), "learningRate", value));
    }

    /**
     * Sets the optimizer of the specialist, and of the discriminator if there is one.
     *
     * @param value {@code adam()} or {@code adamW(0.01)}, each with {@code betas(...)} and {@code epsilon(...)};
     *     default: {@code adam()} with the betas of the paper, 0.9 and 0.99
     * @return a copy with this setting
     */
    public Distillation optimizer(Optimizer value) {
        given("value", value);
        return with(Schedule.SETTINGS.with(sentence.schedule(), "optimizer", value));
    }

    /**
     * Clips the gradients of the specialist by their global Euclidean norm in every iteration; by default they are not
     * clipped.
     *
     * <p>The column {@code gradient} of the history holds the norm before clipping.
     *
     * @param largestNorm maximum norm; finite and above 0
     * @return a copy with this setting
     * @throws IllegalArgumentException if the norm is not finite or not above 0
     */
    public Distillation clipGradientNorm(double largestNorm) {
        return with(Schedule.SETTINGS.with(sentence.schedule(), "clipGradientNorm", largestNorm));
    }

    /**
     * Trains only some layers of the specialist: {@code updates("body", "conv_last")}. The others stay as they are, and
     * need neither gradients nor state of the optimizer; checkpoints hold what is trained.
     *
     * @param layers layers or groups of layers, as the names of their weights begin: {@code "body.3"} is the layer with
     *     {@code body.3.weight} and {@code body.3.bias}; {@code network.weights().names()} lists the names
     * @return a copy with this setting
     * @throws IllegalArgumentException if there is none
     */
    public Distillation updates(String... layers) {
        given("layers", layers);
        return with(Schedule.SETTINGS.with(sentence.schedule(), "updates", new Updates(List.of(layers), null)));
    }

    /**
     * Trains only those weights of the specialist whose names a rule chooses: {@code updates(name ->
     * name.endsWith(".bias"))}.
     *
     * @param rule whether the weight of a name is trained, asked once for each; the run records what it chose
     * @return a copy with this setting
     */
    public Distillation updates(Predicate<String> rule) {
        given("rule", rule);
        return with(Schedule.SETTINGS.with(sentence.schedule(), "updates", new Updates(List.of(), rule)));
    }

    /**
     * Trains low-rank factors that are added to the weights of convolutions and linear layers, and leaves the weights
     * themselves: {@code adapts(lora(8))}. With {@code updates(...)} only the chosen layers have factors.
     *
     * <p>Optimizer, moving averages and checkpoints hold the factors: with rank 8 a fifth of an RRDBNet's numbers, with
     * rank 1 a fortieth. Where weights leave the
     * training, in {@link Run#specialist}, {@link Run#generalist} and files, the factors are merged into them.
     *
     * @param value for example {@code lora(8)}
     * @return a copy with this setting
     */
    public Distillation adapts(LowRank value) {
        given("value", value);
        return with(Schedule.SETTINGS.with(sentence.schedule(), "adapts", value));
    }

    /**
     * Keeps a moving average of the specialist's weights in static mode: a ← decay · a + (1 − decay) · s after every
     * iteration. It is {@link Run#movingAverage}, is validated beside the specialist, and changes nothing in the
     * training. In EMA mode the generalist is this average.
     *
     * @param decay in (0, 1); about 1 / (1 − decay) iterations count, so that 0.99 suits runs of some hundred; default:
     *     no average
     * @return a copy with this setting
     * @throws IllegalArgumentException if the decay is out of range
     */
    public Distillation movingAverage(double decay) {
        return with(Schedule.SETTINGS.with(sentence.schedule(), "movingAverage", decay));
    }

    /**
     * Sets the random seed of crops, flips, degradations and random weights; {@link #namedSeeds} sets those of a part.
     *
     * <p>On a CPU, two runs with the same seed are bitwise identical. On a GPU the images are the same, but the order
     * of floating-point sums varies: the weights of two runs differed by 2e-3 of their norm after 100 iterations on the
     * one GPU that was tested.
     *
     * @param value the seed; default 0
     * @return a copy with this setting
     */
    public Distillation seed(long value) {
        return with(Schedule.SETTINGS.with(sentence.schedule(), "seed", value));
    }

    /**
     * Gives parts of the randomness seeds of their own: {@code namedSeeds(s -> s.degradations(2))} draws other noise for
     * the same crops, {@code namedSeeds(s -> s.labeled(1).unlabeled(1))} keeps the crops whatever {@code seed(...)} is,
     * as in a study over seeds.
     *
     * @param change function from the current named seeds to the new ones; by default no part has one
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    public Distillation namedSeeds(UnaryOperator<NamedSeeds> change) {
        given("change", change);
        NamedSeeds value = changed("namedSeeds", sentence.schedule().namedSeeds(), change);
        return with(Schedule.SETTINGS.with(sentence.schedule(), "namedSeeds", value));
    }

    /**
     * Sets the device to train on.
     *
     * @param device {@code cpu()} or {@code gpu()}; default: the first GPU if there is one, otherwise the CPU
     * @return a copy with this setting
     */
    public Distillation on(Device device) {
        given("device", device);
        return with(Execution.SETTINGS.with(sentence.execution(), "on", device));
    }

    /**
     * Names the run. Training with the name of an existing run resumes that run, or returns it if it is complete.
     *
     * <p>On a CPU, a resumed run is bitwise identical to an uninterrupted one. On a GPU it deviates as much as two runs
     * with the same seed do, see {@link #seed}.
     *
     * @param value 1 to 100 letters, digits, spaces, dots, hyphens, plus signs and underscores
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value cannot be the name of a folder on every system
     */
    public Distillation name(String value) {
        given("value", value);
        return with(Execution.SETTINGS.with(sentence.execution(), "name", RunDirectory.valid(value)));
    }

    /**
     * Adjusts when and where checkpoints are written: {@code checkpoint(c -> c.every(100).keep(2))}.
     *
     * @param change function from the current settings of checkpoints to the new ones
     * @return a copy with this setting
     * @throws IllegalArgumentException if {@code change} returns null
     */
    public Distillation checkpoint(UnaryOperator<Checkpointing> change) {
        given("change", change);
        Checkpointing value = changed("checkpoint", sentence.execution().checkpoint(), change);
        return with(Execution.SETTINGS.with(sentence.execution(), "checkpoint", value));
    }

    /**
     * Adds a listener that is called after every iteration, or replaces the listener of the same name.
     *
     * <p>An exception from a listener stops the run.
     *
     * @param name of the listener; not blank
     * @param listener called on the training thread
     * @return a copy with this listener
     * @throws IllegalArgumentException if the name is blank
     */
    public Distillation listen(String name, Listener listener) {
        given("name", name, "listener", listener);
        return with(sentence.execution().listen(name, listener));
    }

    /**
     * Measures the specialist on pairs while it is trained, and in EMA mode its moving average too: at the start, at
     * the end, and in between as often as takes at most 4 % of the time.
     *
     * <p>The history gets a column for each metric, such as {@code validation PSNR}. Intervals that follow the clock
     * differ between two runs; the training does not. Say the interval where that matters.
     *
     * @param pairs low-resolution images with ground truth; none may be among the images that are trained on
     * @param metrics at least one, with different names
     * @return a copy with this setting
     * @throws IllegalArgumentException if there is no metric, or two have one name
     */
    public Distillation validate(Pairs pairs, Metric... metrics) {
        given("pairs", pairs, "metrics", metrics);
        return with(Execution.SETTINGS.with(
                sentence.execution(), "validate", new Validation(null, pairs, List.of(metrics))));
    }

    /**
     * Measures the specialist on pairs at the start, at the end, and at an interval: {@code validate(50, pairs("held"),
     * psnr(), ssim())}. See {@link #validate(Pairs, Metric...)}.
     *
     * @param every interval in iterations, at least 1
     * @param pairs low-resolution images with ground truth; none may be among the images that are trained on
     * @param metrics at least one, with different names
     * @return a copy with this setting
     * @throws IllegalArgumentException if the interval is below 1, there is no metric, or two have one name
     */
    public Distillation validate(int every, Pairs pairs, Metric... metrics) {
        given("pairs", pairs, "metrics", metrics);
        return with(Execution.SETTINGS.with(
                sentence.execution(), "validate", new Validation(every, pairs, List.of(metrics))));
    }

    /**
     * Keeps the network with the best value of a validated metric, the start included; {@link Run#best()} returns it.
     *
     * @param metric name of a metric of {@code validate(...)}, such as {@code "LPIPS"}, ignoring case
     * @return a copy with this setting
     */
    public Distillation best(String metric) {
        given("metric", metric);
        return with(Execution.SETTINGS.with(sentence.execution(), "best", metric));
    }

    /**
     * Stops the training early: {@code stopWhen(done -> done.sinceBest() >= 3)}.
     *
     * @param condition asked after every iteration, on the training thread
     * @return a copy with this setting
     */
    public Distillation stopWhen(Predicate<TrainingState> condition) {
        given("condition", condition);
        return with(Execution.SETTINGS.with(sentence.execution(), "stopWhen", condition));
    }

    /**
     * Sets how often the history records the gradient norm of each loss term with respect to the specialist's
     * predictions.
     *
     * @param every interval in iterations, starting with the first; at least 0; default 25; 0 disables the measurement
     * @return a copy with this setting
     * @throws IllegalArgumentException if the interval is negative
     */
    public Distillation gradientNorms(int every) {
        return with(Execution.SETTINGS.with(sentence.execution(), "gradientNorms", every));
    }

    /**
     * Sets the number type in which the networks compute.
     *
     * @param value {@code float32()} or {@code bfloat16()}; default: bfloat16 if the device multiplies it natively,
     *     otherwise float32
     * @return a copy with this setting
     */
    public Distillation precision(Precision value) {
        given("value", value);
        return with(Schedule.SETTINGS.with(sentence.schedule(), "precision", value));
    }

    /**
     * Lists every formula with the values of its settings and the source of each value.
     *
     * @return a table with one row for each value
     */
    public Table explain() {
        return Explanation.of(sentence).table("what train() computes");
    }

    /**
     * Trains the specialist and shows the progress.
     *
     * <p>If the calling thread is interrupted, training stops after the current iteration.
     *
     * @return the run; if training stopped early, with the iterations made so far
     * @throws IllegalStateException if a required setting is missing, which the message names, or if another training
     *     is active on this run or in this process
     * @throws IllegalArgumentException if the settings do not fit each other, if the device is not available, or if the
     *     existing run of this name was started with other settings
     */
    public Run train() {
        DirectoryCheckpointer.requireOwn(sentence.execution());
        return new Training(Plan.of(sentence)).run();
    }

    /**
     * Lists the required settings that are not set.
     *
     * @return the names of the settings; empty if the distillation is complete
     */
    public List<String> missing() {
        return sentence.missing();
    }

    Sentence sentence() {
        return sentence;
    }

    /** The code, what is missing, and which parts have other values than the paper's. */
    @Override
    public View view() {
        Html own = sentence.view();
        List<String> others = difference(ReferenceConfiguration.PAPER).stringColumn("part").asList().stream()
                .distinct()
                .toList();
        String note = others.isEmpty()
                ? "all settings are those of paper()"
                : "other than in paper(): " + String.join(", ", others) + "; difference(..., paper()) shows the values";
        return new Html(own.text() + "; " + note, own.html() + "<p>" + Html.escape(note) + "</p>");
    }

    /**
     * Returns the Java code that creates this distillation.
     *
     * @return the method calls; a lambda is shown as three dots
     */
    @Override
    public String toString() {
        return sentence.toString();
    }

    private Distillation with(Roles value) {
        return new Distillation(sentence.with(value));
    }

    private Distillation with(Objective value) {
        return new Distillation(sentence.with(value));
    }

    private Distillation with(Schedule value) {
        return new Distillation(sentence.with(value));
    }

    private Distillation with(Execution value) {
        return new Distillation(sentence.with(value));
    }
}
