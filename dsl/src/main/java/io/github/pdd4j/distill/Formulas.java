package io.github.pdd4j.distill;

import static io.github.pdd4j.distill.Origin.number;

import io.github.pdd4j.distill.Explanation.Entry;
import io.github.pdd4j.distill.Explanation.Line;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.AdversarialKind;
import io.github.pdd4j.loss.Imitation;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.InterDistance;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.IntraDistance;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.loss.Wavelet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The terms of the total loss, as an explanation writes them. */
final class Formulas {
    private Formulas() {}

    static List<Line> of(Distillation sentence) {
        Objective objective = sentence.objective();
        Distances distances = objective.distances();
        List<Line> lines = new ArrayList<>();
        lines.add(total(objective));
        lines.add(wavelet(objective.wavelet()));
        lines.add(perceptual(objective.perceptual()));
        lines.add(adversarial(objective.adversarial()));
        lines.add(intra(distances.intra()));
        lines.add(inter(distances.inter()));
        lines.add(imitation(distances.imitation()));
        objective.own().forEach(term -> lines.add(own(term)));
        return lines;
    }

    private static Line total(Objective objective) {
        List<Term> terms = new ArrayList<>(objective.always());
        terms.addAll(Objective.used(objective.distances().terms(true)));
        List<String> names = new ArrayList<>(terms.stream().map(Term::name).toList());
        if (objective.judge() != null) {
            names.add("adversarial");
        }
        return new Line(
                "total",
                "L = the sum of the terms",
                List.of(new Entry("terms", String.join(" + ", names), Origin.EQ_12)));
    }

    private static Line wavelet(Wavelet w) {
        return new Line(
                "wavelet",
                used(w.weight(), "α1 · Σ_i ω_i · mean |W_i(Y_S^L) − W_i(Y)|"),
                List.of(
                        number("α1", w.weight(), 0.5, Origin.TABLE_4),
                        number("ω of LL", w.low(), 1.0, Origin.TABLE_4),
                        number("ω of {HL, LH}", w.middle(), 0.1, Origin.TABLE_4),
                        number("ω of HH", w.high(), 0.001, Origin.TABLE_4, 0.01, Origin.CODE)));
    }

    private static Line perceptual(Perceptual p) {
        return new Line(
                "perceptual",
                used(p.weight(), "α2 · Σ_l w_l · mean |Φ_l(Y_S^L) − Φ_l(Y)|"),
                List.of(
                        number("α2", p.weight(), 1.0, Origin.TABLE_4),
                        number("layers", p.layers(), Perceptual.PAPER.layers(), Origin.TABLE_5)));
    }

    private static Line adversarial(@Nullable Adversarial a) {
        if (a == null) {
            return new Line("adversarial", "none", List.of(number("α3 = λ3", 0.0)));
        }
        String pictures = a.separate() ? "α3 · g(D(Y_S^L)) + λ3 · g(D(Y_S^U))" : "α3 · g(D(Y_S^L with Y_S^U))";
        return new Line(
                "adversarial",
                used(a.weight(), pictures + ", g = " + a.kind().formula()),
                List.of(
                        number("α3 = λ3", a.weight(), 0.01, Origin.TABLE_4),
                        number("terms", a.separate() ? 2 : 1, 2, Origin.EQ_12, 1, Origin.CODE),
                        number("kind", a.kind(), AdversarialKind.VANILLA, "paper, Eq. 11"),
                        number("discriminator", a.critic(), Adversarial.PUBLISHED.critic(), Origin.CODE),
                        number("head start", a.headStart(), 300, Origin.CODE)));
    }

    private static Line intra(Intra r) {
        return new Line(
                "rIntra",
                used(r.weight(), r.formula()),
                List.of(
                        number("λ1", r.weight(), 1.0, Origin.CODE, 0.0, Origin.TABLE_7_OR_NAIVE),
                        number("distance", r.distance(), IntraDistance.CROSS_ENTROPY, "paper, section 3.2"),
                        number("layers", r.layers(), Intra.PAPER.layers(), Origin.TABLE_5)));
    }

    private static Line inter(Inter r) {
        return new Line(
                "rInter",
                used(r.weight(), r.formula()),
                List.of(
                        number("λ2", r.weight(), 1.0, Origin.CODE, 0.0, Origin.TABLE_7_OR_NAIVE),
                        number(
                                "distance",
                                r.distance(),
                                InterDistance.GRAM_OF_DIFFERENCE,
                                "paper, section 3.2",
                                InterDistance.L1,
                                Origin.TABLE_9),
                        number("layers", r.layers(), Inter.PAPER.layers(), Origin.TABLE_5)));
    }

    private static Line imitation(Imitation i) {
        return new Line(
                "imitation",
                used(i.weight(), "mean |Y_S^U − Y_G^U| + Σ_l w_l · mean |Φ_l(Y_S^U) − Φ_l(Y_G^U)|"),
                List.of(
                        number("weight", i.weight(), 0.0, "paper", 1.0, "paper, naive distillation"),
                        number("layers", i.layers(), Imitation.PAPER.layers(), Origin.TABLE_5)));
    }

    private static String used(double weight, String formula) {
        return weight == 0 ? "none" : formula;
    }

    private static Line own(Term term) {
        return new Line(term.name(), "your own", List.of(number("weight", term.weight())));
    }
}
