package io.github.pdd4j.distill;

import io.github.pdd4j.view.Html;
import java.util.ArrayList;
import java.util.List;

/** Writes a sentence as the Java code that makes it. */
final class Phrase {
    private Phrase() {}

    static String of(Distillation sentence) {
        return "distill()" + String.join("", words(sentence));
    }

    static Html view(Distillation sentence) {
        List<String> missing = sentence.missing();
        String rest = missing.isEmpty() ? "complete: train() starts it" : "missing: " + String.join(", ", missing);
        String html = "<pre style=\"margin:0;font-family:monospace\">distill()\n    "
                + String.join(
                        "\n    ", words(sentence).stream().map(Html::escape).toList()) + "</pre><p>"
                + Html.escape(rest) + "</p>";
        return new Html(of(sentence) + " // " + rest, html);
    }

    private static List<String> words(Distillation sentence) {
        Roles roles = sentence.roles();
        List<String> words = new ArrayList<>(Roles.SETTINGS.words(roles, Roles.in(roles.features())));
        words.addAll(Objective.SETTINGS.words(
                sentence.objective(), Objective.DEFAULT.fitted(roles.features().form())));
        words.addAll(Schedule.SETTINGS.words(sentence.schedule(), Schedule.DEFAULT));
        words.addAll(Execution.SETTINGS.words(sentence.execution(), Execution.DEFAULT));
        return words;
    }
}
