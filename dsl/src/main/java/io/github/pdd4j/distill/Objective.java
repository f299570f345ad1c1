package io.github.pdd4j.distill;

import static io.github.pdd4j.distill.Change.changed;

import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Imitation;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Layers;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.loss.Wavelet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The total loss (Eq. 12): the supervised part on labeled input, the distances, the adversary, and the user's own terms.
 *
 * @param adversarial null where nobody judges the pictures
 */
record Objective(
        Wavelet wavelet,
        Perceptual perceptual,
        Distances distances,
        @Nullable Adversarial adversarial,
        List<Term> own) {
    /** What the history holds beside the user's own terms, gradients of single terms apart. */
    private static final Set<String> COLUMNS = Set.of(
            "iteration",
            "wavelet",
            "perceptual",
            "rIntra",
            "rInter",
            "imitation",
            "adversarial",
            "adversarialU",
            "total",
            "gradient",
            "meanShift",
            "deviationRatio",
            "distanceLabeled",
            "distanceUnlabeled",
            "dReal",
            "dFake",
            "logitsReal",
            "logitsFake",
            "dAccuracy",
            "dGradient",
            "seconds");

    static final Objective DEFAULT = new Objective(Wavelet.PAPER, Perceptual.PAPER, Distances.PAPER, null, List.of());

    Objective {
        own = List.copyOf(own);
    }

    Objective wavelet(UnaryOperator<Wavelet> change) {
        return new Objective(changed("wavelet", wavelet, change), perceptual, distances, adversarial, own);
    }

    Objective perceptual(UnaryOperator<Perceptual> change) {
        return new Objective(wavelet, changed("perceptual", perceptual, change), distances, adversarial, own);
    }

    Objective distances(Distances value) {
        return new Objective(wavelet, perceptual, value, adversarial, own);
    }

    Objective intra(UnaryOperator<Intra> change) {
        return distances(distances.intra(changed("rIntra", distances.intra(), change)));
    }

    Objective inter(UnaryOperator<Inter> change) {
        return distances(distances.inter(changed("rInter", distances.inter(), change)));
    }

    Objective imitation(UnaryOperator<Imitation> change) {
        return distances(distances.imitation(changed("imitate", distances.imitation(), change)));
    }

    Objective adversarial(UnaryOperator<Adversarial> change) {
        Adversarial before = adversarial == null ? Adversarial.PUBLISHED : adversarial;
        return new Objective(wavelet, perceptual, distances, changed("adversarial", before, change), own);
    }

    Objective own(Term value) {
        requireFree(value.name());
        List<Term> terms = new ArrayList<>(own);
        terms.removeIf(term -> term.name().equals(value.name()));
        terms.add(value);
        return new Objective(wavelet, perceptual, distances, adversarial, terms);
    }

    /** Columns of a table are told apart without regard to capitals. */
    private void requireFree(String name) {
        Stream<String> others = own.stream().map(Term::name).filter(other -> !other.equals(name));
        boolean taken = Stream.concat(COLUMNS.stream(), others).anyMatch(name::equalsIgnoreCase);
        if (taken || name.toLowerCase(Locale.ROOT).startsWith("gradient ")) {
            throw new IllegalArgumentException(
                    "name of a loss must differ from the other columns of the history, got \"" + name
                            + "\": use loss(\"mine\", ...), or say rIntra(...) and the like to adjust what is built in");
        }
    }

    /** The terms of every iteration: the supervised ones, and the user's own, which see whatever they ask for. */
    List<Term> always() {
        List<Term> terms = new ArrayList<>(List.of(
                new Term("wavelet", wavelet.weight(), wavelet),
                new Term("perceptual", perceptual.weight(), perceptual)));
        terms.addAll(own);
        return used(terms);
    }

    /** Whoever judges the pictures; nobody where that has weight 0. */
    @Nullable
    Adversarial judge() {
        return adversarial == null || adversarial.weight() == 0 ? null : adversarial;
    }

    /** The layers that the built-in terms will ask for. */
    Collection<String> layers() {
        TreeSet<String> layers = new TreeSet<>();
        add(layers, perceptual.weight(), perceptual.layers());
        add(layers, distances.intra().weight(), distances.intra().layers());
        add(layers, distances.inter().weight(), distances.inter().layers());
        add(layers, distances.imitation().weight(), distances.imitation().layers());
        return layers;
    }

    private static void add(Collection<String> layers, double weight, Layers more) {
        if (weight != 0) {
            layers.addAll(more.names());
        }
    }

    static List<Term> used(List<Term> terms) {
        return terms.stream().filter(term -> term.weight() != 0).toList();
    }
}
