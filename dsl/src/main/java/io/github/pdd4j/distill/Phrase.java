package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Term;
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
        words.add(".wavelet(w -> w.weight(" + objective.wavelet().weight() + "))");
        words.add(".perceptual(p -> p.weight(" + objective.perceptual().weight() + "))");
        words.add(".rIntra(" + objective.intra().weight() + ")");
        words.add(".rInter(" + objective.inter().weight() + ")");
        for (Term term : objective.own()) {
            words.add(".loss(\"" + term.name() + "\", " + term.weight() + ", ...)");
        }
        words.addAll(schedule(sentence.schedule()));
        return words;
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
