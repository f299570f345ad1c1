package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Imitation;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Layers;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.loss.Wavelet;
import io.github.pdd4j.tensor.Devices;
import io.github.pdd4j.view.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A sentence as the words that make it. */
final class Phrase {
    private static final Pattern NAMELESS = Pattern.compile("[\\w.]*\\$[\\w.$/]*@\\p{XDigit}+");

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
        List<String> words = new ArrayList<>(essence(sentence));
        words.addAll(execution(sentence.execution()));
        return words;
    }

    /** The words that change what is computed. */
    static List<String> essence(Distillation sentence) {
        Roles roles = sentence.roles();
        Objective objective = sentence.objective();
        List<String> words = new ArrayList<>();
        say(words, "generalist", roles.generalist());
        say(words, "specialist", roles.specialist());
        say(words, "labeled", roles.labeled());
        say(words, "unlabeled", roles.unlabeled());
        words.add(".features(" + roles.features() + ")");
        words.add(wavelet(objective.wavelet()));
        words.add(perceptual(objective.perceptual()));
        words.addAll(distances(objective.distances()));
        words.addAll(adversarial(objective.adversarial()));
        for (Term term : objective.own()) {
            words.add(".loss(\"" + term.name() + "\", " + term.weight() + ", ...)");
        }
        words.addAll(schedule(sentence.schedule()));
        return words.stream().map(Phrase::withoutNumbers).toList();
    }

    /** Java calls lambdas, and objects of a cell's own class, by numbers that change from kernel to kernel. */
    private static String withoutNumbers(String word) {
        return NAMELESS.matcher(word).replaceAll("...");
    }

    private static List<String> execution(Execution e) {
        List<String> words = new ArrayList<>();
        if (e.device() != null) {
            words.add(".on(" + Devices.phrase(e.device()) + ")");
        }
        e.listeners().keySet().forEach(name -> words.add(".listen(\"" + name + "\", ...)"));
        if (e.gradientNorms() != Execution.DEFAULT.gradientNorms()) {
            words.add(".gradientNorms(" + e.gradientNorms() + ")");
        }
        if (!e.name().isEmpty()) {
            words.add(".name(\"" + e.name() + "\")");
        }
        if (!e.checkpointing().equals(Checkpointing.DEFAULT)) {
            words.add(".checkpoint(c -> c" + e.checkpointing() + ")");
        }
        return words;
    }

    private static String wavelet(Wavelet w) {
        boolean usual = w.weight(Wavelet.PAPER.weight()).equals(Wavelet.PAPER);
        String bands = usual ? "" : ".bands(" + w.low() + ", " + w.middle() + ", " + w.high() + ")";
        return ".wavelet(w -> w.weight(" + w.weight() + ")" + bands + ")";
    }

    private static String perceptual(Perceptual p) {
        return ".perceptual(p -> p.weight(" + p.weight() + ")" + layers(p.layers(), Perceptual.PAPER.layers()) + ")";
    }

    private static List<String> distances(Distances d) {
        List<String> words = new ArrayList<>();
        Intra intra = d.intra();
        Inter inter = d.inter();
        words.add(regulariser(
                "rIntra",
                intra.weight(),
                changes(intra.distance(), Intra.PAPER.distance()) + layers(intra.layers(), Intra.PAPER.layers())));
        words.add(regulariser(
                "rInter",
                inter.weight(),
                changes(inter.distance(), Inter.PAPER.distance()) + layers(inter.layers(), Inter.PAPER.layers())));
        if (d.imitation().weight() != 0) {
            words.add(regulariser(
                    "imitate", d.imitation().weight(), layers(d.imitation().layers(), Imitation.PAPER.layers())));
        }
        say(words, "gradientThroughLabeled", d.throughLabeled());
        return words;
    }

    private static String regulariser(String term, double weight, String changes) {
        return changes.isEmpty()
                ? "." + term + "(" + weight + ")"
                : "." + term + "(r -> r.weight(" + weight + ")" + changes + ")";
    }

    private static String changes(Object distance, Object usual) {
        return distance.equals(usual) ? "" : ".distance(" + distance + ")";
    }

    private static String layers(Layers layers, Layers usual) {
        String weighted = layers.weights().entrySet().stream()
                .map(layer -> "\"" + layer.getKey() + "\", " + layer.getValue())
                .collect(Collectors.joining(", "));
        return layers.equals(usual) ? "" : ".layers(Layers.of(" + weighted + "))";
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
        say(words, "precision", s.precision());
        return words;
    }

    private static void say(List<String> words, String word, @Nullable Object value) {
        if (value != null) {
            words.add("." + word + "(" + value + ")");
        }
    }
}
