package io.github.pdd4j.distill;

import static io.github.pdd4j.distill.Origin.number;

import io.github.pdd4j.distill.Explanation.Line;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.tensor.Precision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who teaches, in which features, and the course of training, as an explanation writes them. */
final class Course {
    private Course() {}

    static List<Line> of(Distillation sentence) {
        Generalist generalist = sentence.roles().generalist();
        Schedule schedule = sentence.schedule();
        return List.of(
                generalist(generalist, sentence.objective().distances().throughLabeled()),
                features(sentence),
                length(schedule, generalist),
                optimizer(schedule.learningRate()));
    }

    private static Line generalist(@Nullable Generalist generalist, @Nullable Boolean throughLabeled) {
        boolean moving = generalist instanceof MovingAverage;
        return new Line(
                "generalist",
                moving ? "g ← decay · g + (1 − decay) · s after every iteration" : "frozen",
                List.of(
                        generalist == null
                                ? new Explanation.Entry("generalist", "to be named", "")
                                : number("generalist", generalist, new MovingAverage(0.999), "paper, EMA mode"),
                        number(
                                "gradient through Y_S^L",
                                throughLabeled == null ? moving : throughLabeled,
                                moving,
                                Origin.CODE)));
    }

    private static Line features(Distillation sentence) {
        String standIn = sentence.roles().features().standIn();
        return new Line(
                "Φ",
                "features before the ReLU of the named convolutions",
                List.of(new Explanation.Entry(
                        "features",
                        sentence.roles().features().toString(),
                        standIn.isEmpty() ? "chosen in the sentence" : "the paper's choice is " + standIn)));
    }

    private static Line length(Schedule s, @Nullable Generalist generalist) {
        Integer said = s.warmUp();
        int ofMode = generalist == null ? 0 : generalist.warmUp();
        return new Line(
                "schedule",
                "the distances begin after head start + warm-up",
                List.of(
                        number("warm-up", said == null ? ofMode : said, ofMode, "paper"),
                        number("iterations", s.iterations(), 100_000, "paper"),
                        number("batch", s.batch(), 8, "paper, a device"),
                        number("crop", s.crop(), 48, "paper"),
                        precision(s.precision())));
    }

    private static Explanation.Entry precision(@Nullable Precision said) {
        return new Explanation.Entry(
                "precision",
                said == null ? "the device's fastest" : said.toString(),
                said == Precision.FLOAT32 ? Origin.CODE : "the published code computes in float32");
    }

    private static Line optimizer(LearningRate rate) {
        Adam.Settings adam = Adam.Settings.PAPER;
        return new Line(
                "Adam",
                "for the specialist and for the discriminator, one each",
                List.of(
                        number("learning rate", rate.start(), 1e-4, "paper"),
                        number("milestones", rate.milestones(), LearningRate.PAPER.milestones(), "paper"),
                        number("factor", rate.factor(), 0.5, "paper"),
                        number("betas", adam.beta1() + ", " + adam.beta2(), "0.9, 0.99", "paper"),
                        number("epsilon", adam.epsilon(), 1e-8, Origin.CODE)));
    }
}
