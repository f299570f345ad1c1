package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.loss.Wavelet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The total loss (Eq. 12): the supervised part on labeled input, the distances, and the user's own terms.
 *
 * @param throughLabeled whether the distances send gradients through Y_S^L; unset: what the generalist's mode does
 */
record Objective(
        Wavelet wavelet,
        Perceptual perceptual,
        Intra intra,
        Inter inter,
        List<Term> own,
        @Nullable Boolean throughLabeled) {
    static final Objective PAPER =
            new Objective(Wavelet.PAPER, Perceptual.PAPER, Intra.PAPER, Inter.PAPER, List.of(), null);

    Objective {
        own = List.copyOf(own);
    }

    Objective wavelet(Wavelet value) {
        return new Objective(value, perceptual, intra, inter, own, throughLabeled);
    }

    Objective perceptual(Perceptual value) {
        return new Objective(wavelet, value, intra, inter, own, throughLabeled);
    }

    Objective intra(Intra value) {
        return new Objective(wavelet, perceptual, value, inter, own, throughLabeled);
    }

    Objective inter(Inter value) {
        return new Objective(wavelet, perceptual, intra, value, own, throughLabeled);
    }

    Objective own(Term value) {
        List<Term> terms = new ArrayList<>(own);
        terms.removeIf(term -> term.name().equals(value.name()));
        terms.add(value);
        return new Objective(wavelet, perceptual, intra, inter, terms, throughLabeled);
    }

    Objective throughLabeled(boolean value) {
        return new Objective(wavelet, perceptual, intra, inter, own, value);
    }

    /** The terms of every iteration. */
    List<Term> supervised() {
        return used(
                new Term("wavelet", wavelet.weight(), wavelet),
                new Term("perceptual", perceptual.weight(), perceptual));
    }

    /** The terms that begin after the warm-up; the user's own see whatever they ask for. */
    List<Term> distances(boolean gradientThroughLabeled) {
        boolean through = throughLabeled == null ? gradientThroughLabeled : throughLabeled;
        return used(
                new Term("rIntra", intra.weight(), p -> intra.of(through ? p : p.labeledFixed())),
                new Term("rInter", inter.weight(), p -> inter.of(through ? p : p.labeledFixed())));
    }

    List<Term> ownUsed() {
        return used(own.toArray(Term[]::new));
    }

    /** The layers that the built-in terms will ask for. */
    Collection<String> layers() {
        TreeSet<String> layers = new TreeSet<>();
        if (perceptual.weight() != 0) {
            layers.addAll(perceptual.layers().names());
        }
        if (intra.weight() != 0) {
            layers.addAll(intra.layers().names());
        }
        if (inter.weight() != 0) {
            layers.addAll(inter.layers().names());
        }
        return layers;
    }

    private static List<Term> used(Term... terms) {
        return List.of(terms).stream().filter(term -> term.weight() != 0).toList();
    }
}
