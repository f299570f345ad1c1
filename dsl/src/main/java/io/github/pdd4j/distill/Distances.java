package io.github.pdd4j.distill;

import io.github.pdd4j.loss.Imitation;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Term;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What compares specialist and generalist: the terms that begin after the warm-up.
 *
 * @param throughLabeled whether R_intra and R_inter send gradients through Y_S^L; unset: what the generalist's mode does
 */
record Distances(
        Intra intra,
        Inter inter,
        Imitation imitation,
        @Nullable Boolean throughLabeled) {
    static final Distances PAPER = new Distances(Intra.PAPER, Inter.PAPER, Imitation.PAPER.weight(0), null);

    Distances intra(Intra value) {
        return new Distances(value, inter, imitation, throughLabeled);
    }

    Distances inter(Inter value) {
        return new Distances(intra, value, imitation, throughLabeled);
    }

    Distances imitation(Imitation value) {
        return new Distances(intra, inter, value, throughLabeled);
    }

    Distances throughLabeled(boolean value) {
        return new Distances(intra, inter, imitation, value);
    }

    /** The terms, with gradients through Y_S^L as it was said, or else as the generalist's mode does it. */
    List<Term> terms(boolean ofMode) {
        boolean through = throughLabeled == null ? ofMode : throughLabeled;
        return List.of(
                new Term("rIntra", intra.weight(), p -> intra.of(through ? p : p.labeledFixed())),
                new Term("rInter", inter.weight(), p -> inter.of(through ? p : p.labeledFixed())),
                new Term("imitation", imitation.weight(), imitation));
    }
}
