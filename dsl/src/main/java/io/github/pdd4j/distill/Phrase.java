package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.loss.Wavelet;
import io.github.pdd4j.view.Html;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sentence as the words that make it. */
final class Phrase {
    private Phrase() {}

    static String of(Distillation sentence) {
        return "distill()" + String.join("", words(sentence));
    }

    static Html view(Distillation sentence) {
        List<String> missing = sentence.missing();
        String rest = missing.isEmpty() ? "complete: train() starts it" : "missing: " + String.join(", ", missing);
        String html = "<pre style=\"margin:0\">distill()\n    "
                + String.join(
                        "\n    ", words(sentence).stream().map(Html::escape).toList()) + "</pre><p>"
                + Html.escape(rest) + "</p>";
        return new Html(of(sentence) + " // " + rest, html);
    }

    private static List<String> words(Distillation sentence) {
        Distillation.Roles roles = sentence.roles();
        Objective objective = sentence.objective();
        List<String> words = new ArrayList<>();
        say(words, "generalist", roles.generalist());
        say(words, "specialist", roles.specialist());
        say(words, "labeled", roles.labeled());
        say(words, "unlabeled", roles.unlabeled());
        words.add(".features(" + roles.features() + ")");
        words.add(wavelet(objective.wavelet()));
        words.add(".perceptual(p -> p.weight(" + objective.perceptual().weight() + "))");
        words.addAll(distances(objective.distances()));
        words.addAll(adversarial(objective.adversarial()));
        for (Term term : objective.own()) {
            words.add(".loss(\"" + term.name() + "\", " + term.weight() + ", ...)");
        }
        words.addAll(schedule(sentence.schedule()));
        return words;
    }

    private static String wavelet(Wavelet w) {
        boolean usual = w.weight(Wavelet.PAPER.weight()).equals(Wavelet.PAPER);
        String bands = usual ? "" : ".bands(" + w.low() + ", " + w.middle() + ", " + w.high() + ")";
        return ".wavelet(w -> w.weight(" + w.weight() + ")" + bands + ")";
    }

    private static List<String> distances(Distances d) {
        List<String> words = new ArrayList<>();
        words.add(distance("rIntra", d.intra().weight(), d.intra().distance(), Intra.PAPER.distance()));
        words.add(distance("rInter", d.inter().weight(), d.inter().distance(), Inter.PAPER.distance()));
        if (d.imitation().weight() != 0) {
            words.add(".imitate(" + d.imitation().weight() + ")");
        }
        say(words, "gradientThroughLabeled", d.throughLabeled());
        return words;
    }

    private static String distance(String term, double weight, Object distance, Object usual) {
        return distance.equals(usual)
                ? "." + term + "(" + weight + ")"
                : "." + term + "(r -> r.weight(" + weight + ").distance(" + distance + "))";
    }

    private static List<String> adversarial(@Nullable Adversarial a) {
        if (a == null) {
            return List.of();
        }
        return List.of(".adversarial(a -> a.weight(" + a.weight() + ").kind("
                + a.kind() + ").critic(" + a.critic() + ").headStart(" + a.headStart() + ").separate("
                + a.separate() + "))");
    }

    private static List<String> schedule(Schedule s) {
        List<String> words = new ArrayList<>(
                List.of(".iterations(" + s.iterations() + ")", ".batch(" + s.batch() + ")", ".crop(" + s.crop() + ")"));
        if (s.warmUp() != null) {
            words.add(".warmUp(" + s.warmUp() + ")");
        }
        words.add(".learningRate(" + s.learningRate() + ")");
        words.add(".seed(" + s.seed() + ")");
        return words;
    }

    private static void say(List<String> words, String word, @Nullable Object value) {
        if (value != null) {
            words.add("." + word + "(" + value + ")");
        }
    }
}
