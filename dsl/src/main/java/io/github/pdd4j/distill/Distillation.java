package io.github.pdd4j.distill;

import static io.github.pdd4j.distill.Change.changed;

import ai.djl.Device;
import com.google.gson.JsonObject;
import io.github.pdd4j.archive.RunDirectory;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.loss.NaiveDistillation;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.loss.Wavelet;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.List;
import java.util.function.UnaryOperator;
import tech.tablesaw.api.Table;

/**
 * The sentence: which network learns from which, on which images, by which losses, for how long.
 *
 * <p>A value like any other: every word returns a new sentence, an unfinished one can be kept, shown and finished in
 * another cell, and nothing is computed before {@link #train()}.
 *
 * <pre>{@code
 * var sentence = distill().generalist(compactGeneralist()).specialist(compactSpecialist()).rInter(r -> r.weight(0.5));
 * System.out.println(sentence.missing());
 * }</pre>
 */
public final class Distillation implements Configured, Shorthands, Viewable {
    private final Roles roles;
    private final Objective objective;
    private final Schedule schedule;
    private final Execution execution;

    private Distillation(Roles roles, Objective objective, Schedule schedule, Execution execution) {
        this.roles = roles;
        this.objective = objective;
        this.schedule = schedule;
        this.execution = execution;
    }

    /** The empty sentence with the paper's losses, measured in these features. */
    public static Distillation in(FeatureExtractor features) {
        return new Distillation(Roles.in(features), Objective.DEFAULT, Schedule.DEFAULT, Execution.DEFAULT);
    }

    /** Whose behavior is distilled, for example {@code movingAverage(0.999)}: EMA mode. */
    @Override
    public Distillation generalist(Generalist value) {
        return with(Roles.SETTINGS.with(roles, "generalist", value));
    }

    /** The network that learns: it starts from these weights, which themselves never change. */
    public Distillation specialist(Network value) {
        return with(Roles.SETTINGS.with(roles, "specialist", value));
    }

    /** Images with a ground truth: {@code images("hr").downscaledBy(bicubic())}. */
    public Distillation labeled(Pairs value) {
        return with(Roles.SETTINGS.with(roles, "labeled", value));
    }

    /** Real low-resolution images, whose truth nobody knows. */
    public Distillation unlabeled(Images value) {
        return with(Roles.SETTINGS.with(roles, "unlabeled", value));
    }

    /** The network in whose features distances are measured; the shipped slim VGG19 by default. */
    public Distillation features(FeatureExtractor value) {
        return with(Roles.SETTINGS.with(roles, "features", value));
    }

    /** Adjusts R_intra: {@code rIntra(r -> r.weight(0.1).layers("conv3_4"))}. */
    @Override
    public Distillation rIntra(UnaryOperator<Intra> change) {
        return with(Objective.SETTINGS.with(objective, "rIntra", changed("rIntra", objective.rIntra(), change)));
    }

    /** Adjusts R_inter: {@code rInter(r -> r.weight(0.5).distance(l1()))}. */
    @Override
    public Distillation rInter(UnaryOperator<Inter> change) {
        return with(Objective.SETTINGS.with(objective, "rInter", changed("rInter", objective.rInter(), change)));
    }

    /** Adjusts the supervised wavelet loss; α1 = 0.5 by default. */
    @Override
    public Distillation wavelet(UnaryOperator<Wavelet> change) {
        return with(Objective.SETTINGS.with(objective, "wavelet", changed("wavelet", objective.wavelet(), change)));
    }

    /** Adjusts the supervised perceptual loss; α2 = 1 by default. */
    @Override
    public Distillation perceptual(UnaryOperator<Perceptual> change) {
        return with(Objective.SETTINGS.with(
                objective, "perceptual", changed("perceptual", objective.perceptual(), change)));
    }

    /** Adjusts naive distillation, whose weight is 0 by default. */
    @Override
    public Distillation naiveDistillation(UnaryOperator<NaiveDistillation> change) {
        return with(Objective.SETTINGS.with(
                objective, "naiveDistillation", changed("naiveDistillation", objective.naiveDistillation(), change)));
    }

    /** Adds a discriminator, or adjusts it: {@code adversarial(a -> a.kind(AdversarialKind.HINGE).discriminatorWarmUp(50))}. */
    @Override
    public Distillation adversarial(UnaryOperator<Adversarial> change) {
        Adversarial before = objective.adversarial() == null ? Adversarial.AUTHORS_CODE : objective.adversarial();
        return with(Objective.SETTINGS.with(objective, "adversarial", changed("adversarial", before, change)));
    }

    /** Adds a term of your own, or replaces yours of this name, a new column of the history; it begins with the first iteration. */
    public Distillation loss(String name, double weight, Loss loss) {
        return with(objective.loss(new Term(name, weight, loss)));
    }

    /** Whether the distances send gradients through Y_S^L; by default yes in EMA mode, no in static mode. */
    public Distillation gradientThroughLabeled(boolean value) {
        return with(Objective.SETTINGS.with(objective, "gradientThroughLabeled", value));
    }

    /** Steps of the specialist, 500 by default, from 1 on. */
    public Distillation iterations(int value) {
        return with(Schedule.SETTINGS.with(schedule, "iterations", value));
    }

    /** Labeled images in an iteration, and as many unlabeled ones; 2 by default, 8 in the paper, from 1 on. */
    public Distillation batch(int value) {
        return with(Schedule.SETTINGS.with(schedule, "batch", value));
    }

    /** Side of the low-resolution crops in pixels, 48 by default as in the paper, from 8 on. */
    public Distillation crop(int value) {
        return with(Schedule.SETTINGS.with(schedule, "crop", value));
    }

    /** Iterations, after a discriminator warm-up, before the distances begin; by default 5 with a moving average, 0 with a frozen generalist. */
    public Distillation warmUp(int iterations) {
        return with(Schedule.SETTINGS.with(schedule, "warmUp", iterations));
    }

    /** Adjusts the learning rate's course: {@code learningRate(r -> r.milestones(300, 400).factor(0.5))}. */
    @Override
    public Distillation learningRate(UnaryOperator<LearningRate> change) {
        LearningRate value = changed("learningRate", schedule.learningRate(), change);
        return with(Schedule.SETTINGS.with(schedule, "learningRate", value));
    }

    /**
     * Scales the specialist's gradients down where their common Euclidean norm is larger than this, in every iteration;
     * by default they are taken as they are. The history's column {@code gradient} has the norm before.
     *
     * @param largestNorm finite and above 0
     */
    public Distillation clipGradientNorm(double largestNorm) {
        return with(Schedule.SETTINGS.with(schedule, "clipGradientNorm", largestNorm));
    }

    /**
     * Seed of crops, flips and degradations, 0 by default: the same seed, the same run.
     *
     * <p>To the bit that holds on a CPU. On a graphics card the images are the same, but sums are not made in the same
     * order each time: weights of two runs differed by 2e-3 of their norm after 100 iterations on the one card tried.
     */
    public Distillation seed(long value) {
        return with(Schedule.SETTINGS.with(schedule, "seed", value));
    }

    /** The device that computes, {@code cpu()} or {@code gpu()}; by default the first graphics card, else the CPU. */
    public Distillation on(Device device) {
        return with(Execution.SETTINGS.with(execution, "on", device));
    }

    /**
     * Names the run: a named sentence that is said again goes on with it, or has it again when it is complete.
     *
     * <p>On a CPU it goes on bit by bit as if it had never ended, on a graphics card as far as a second run would agree
     * with the first, see {@link #seed}.
     */
    public Distillation name(String value) {
        return with(Execution.SETTINGS.with(execution, "name", RunDirectory.valid(value)));
    }

    /** Adjusts when and where the run is written to the disk: {@code checkpoint(c -> c.every(100).keep(2))}. */
    public Distillation checkpoint(UnaryOperator<Checkpointing> change) {
        Checkpointing value = changed("checkpoint", execution.checkpoint(), change);
        return with(Execution.SETTINGS.with(execution, "checkpoint", value));
    }

    /** Adds one that hears of every iteration, or replaces the one of this name; one that fails ends the run. */
    public Distillation listen(String name, Listener listener) {
        return with(execution.listen(name, listener));
    }

    /** In every which iteration the history takes down the gradient of each term, 25 by default; 0 for never. */
    public Distillation gradientNorms(int every) {
        return with(Execution.SETTINGS.with(execution, "gradientNorms", every));
    }

    /** What networks compute in, {@code float32()} or {@code bfloat16()}: by default what the device is fastest in. */
    public Distillation precision(Precision value) {
        return with(Schedule.SETTINGS.with(schedule, "precision", value));
    }

    /** Every formula with the numbers that apply and where each comes from. */
    public Table explain() {
        return Explanation.of(this).table("what train() computes");
    }

    /**
     * Trains the specialist and shows its progress.
     *
     * @throws IllegalStateException when the sentence is unfinished; the message names what is missing
     * @throws IllegalArgumentException when its parts do not fit each other
     */
    public Run train() {
        DirectoryCheckpointer.requireOwn(execution);
        return new Training(Plan.of(this)).run();
    }

    /** The required parts that were not said yet. */
    public List<String> missing() {
        return Roles.SETTINGS.missing(roles);
    }

    /** The settings that decide what is computed, as JSON. */
    JsonObject facts() {
        JsonObject facts = Roles.SETTINGS.facts(roles);
        Objective.SETTINGS.facts(objective).entrySet().forEach(each -> facts.add(each.getKey(), each.getValue()));
        Schedule.SETTINGS.facts(schedule).entrySet().forEach(each -> facts.add(each.getKey(), each.getValue()));
        return facts;
    }

    Roles roles() {
        return roles;
    }

    Objective objective() {
        return objective;
    }

    Schedule schedule() {
        return schedule;
    }

    Execution execution() {
        return execution;
    }

    @Override
    public View view() {
        return Phrase.view(this);
    }

    /** The phrase that makes this sentence. */
    @Override
    public String toString() {
        return Phrase.of(this);
    }

    private Distillation with(Roles value) {
        return new Distillation(value, objective, schedule, execution);
    }

    private Distillation with(Objective value) {
        return new Distillation(roles, value, schedule, execution);
    }

    private Distillation with(Schedule value) {
        return new Distillation(roles, objective, value, execution);
    }

    private Distillation with(Execution value) {
        return new Distillation(roles, objective, schedule, value);
    }
}
