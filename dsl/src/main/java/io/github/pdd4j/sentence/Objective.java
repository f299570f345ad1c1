package io.github.pdd4j.sentence;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.balance.Balance;
import io.github.pdd4j.loss.Adversarial;
import io.github.pdd4j.loss.Inter;
import io.github.pdd4j.loss.Intra;
import io.github.pdd4j.loss.Layers;
import io.github.pdd4j.loss.NaiveDistillation;
import io.github.pdd4j.loss.Perceptual;
import io.github.pdd4j.loss.Term;
import io.github.pdd4j.loss.Wavelet;
import io.github.pdd4j.network.FeatureConfig;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The total loss (Eq. 12): the supervised terms on labeled input, the terms that compare specialist and generalist, the
 * adversarial term, and the user's own terms.
 *
 * @param wavelet supervised wavelet loss
 * @param perceptual supervised perceptual loss
 * @param rIntra distance R_intra
 * @param rInter distance R_inter
 * @param naiveDistillation naive distillation loss
 * @param gradientThroughLabeled whether R_intra and R_inter propagate gradients through Y_S^L; null for the default of
 *     the generalist's mode
 * @param adversarial adversarial loss, null for none
 * @param loss the user's own terms
 * @param balance chooses the weights while training, null for those of the sentence
 */
@Internal
public record Objective(
        Wavelet wavelet,
        Perceptual perceptual,
        Intra rIntra,
        Inter rInter,
        NaiveDistillation naiveDistillation,
        @Nullable Boolean gradientThroughLabeled,
        @Nullable Adversarial adversarial,
        List<Term> loss,
        @Nullable Balance balance) {
    /** One description of each setting, in the order of the components. */
    public static final Settings<Objective> SETTINGS = Settings.of(
            Objective.class,
            Setting.of(HistoryColumns.WAVELET).always().adjustedAs("w").shorthand(),
            Setting.of(HistoryColumns.PERCEPTUAL).always().adjustedAs("p").shorthand(),
            Setting.of(HistoryColumns.R_INTRA).always().adjustedAs("r").shorthand(),
            Setting.of(HistoryColumns.R_INTER).always().adjustedAs("r").shorthand(),
            Setting.of(HistoryColumns.NAIVE_DISTILLATION).adjustedAs("i").shorthand(),
            Setting.of("gradientThroughLabeled").label("gradient through Y_S^L"),
            Setting.of(HistoryColumns.ADVERSARIAL).adjustedAs("a").shorthand().startingFrom(Adversarial.AUTHORS_CODE),
            Setting.of("loss").words(Objective::calls),
            Setting.of("balance"));

    static final Objective DEFAULT = new Objective(
            Wavelet.PAPER,
            Perceptual.PAPER,
            Intra.PAPER,
            Inter.PAPER,
            NaiveDistillation.PAPER.weight(0),
            null,
            null,
            List.of(),
            null);

    /**
     * Copies the list and checks the values.
     *
     * @param wavelet supervised wavelet loss
     * @param perceptual supervised perceptual loss
     * @param rIntra distance R_intra
     * @param rInter distance R_inter
     * @param naiveDistillation naive distillation loss
     * @param gradientThroughLabeled whether R_intra and R_inter propagate gradients through Y_S^L; null for the default of
     *     the generalist's mode
     * @param adversarial adversarial loss, null for none
     * @param loss the user's own terms
     * @param balance chooses the weights while training, null for those of the sentence
     * @throws IllegalArgumentException if a value is out of range
     */
    public Objective {
        loss = List.copyOf(loss);
        SETTINGS.check(
                wavelet,
                perceptual,
                rIntra,
                rInter,
                naiveDistillation,
                gradientThroughLabeled,
                adversarial,
                loss,
                balance);
    }

    /** The paper's layers are VGG19's. VGG16 has others of the same depth; layers that a user chose stay. */
    Objective fitted(FeatureConfig form) {
        return standsInWithVgg16(form) ? layers((now, paper) -> now.equals(paper) ? paper.inVgg16() : now) : this;
    }

    /** The reverse of {@link #fitted}, for a sentence that gets another feature network. */
    Objective unfitted(FeatureConfig form) {
        return standsInWithVgg16(form) ? layers((now, paper) -> now.equals(paper.inVgg16()) ? paper : now) : this;
    }

    /**
     * Tells whether a feature network lacks the paper's layers but has those of the same depth in VGG16.
     *
     * @param form configuration of the feature network
     * @return whether the layers at the same depth stand in for the paper's
     */
    public static boolean standsInWithVgg16(FeatureConfig form) {
        Layers paper = Perceptual.PAPER.layers();
        return !form.layers().containsAll(paper.names())
                && form.layers().containsAll(paper.inVgg16().names());
    }

    /** Layers of R_inter are those of both networks. */
    private Objective layers(BinaryOperator<Layers> change) {
        Layers ofPerceptual = Perceptual.PAPER.layers();
        return new Objective(
                wavelet,
                perceptual.layers(change.apply(perceptual.layers(), ofPerceptual)),
                rIntra.layers(change.apply(rIntra.layers(), Intra.PAPER.layers())),
                rInter,
                naiveDistillation.layers(change.apply(naiveDistillation.layers(), ofPerceptual)),
                gradientThroughLabeled,
                adversarial,
                loss,
                balance);
    }

    /** The arguments of each call of {@code loss(...)}. */
    private static List<String> calls(Object terms) {
        return ((List<?>) terms)
                .stream()
                        .map(Term.class::cast)
                        .map(term -> Phrases.list(List.of(term.name(), term.weight(), term.loss())))
                        .toList();
    }

    /**
     * Adds a custom term, or replaces the one of the same name.
     *
     * @param value the term
     * @return a copy with this term
     * @throws IllegalArgumentException if its name is that of another column of the history
     */
    public Objective loss(Term value) {
        requireFree(value.name());
        List<Term> terms = new ArrayList<>(loss);
        terms.removeIf(term -> term.name().equals(value.name()));
        terms.add(value);
        return SETTINGS.with(this, "loss", terms);
    }

    /** Column names of a table are compared without case. */
    private void requireFree(String name) {
        Stream<String> others = loss.stream().map(Term::name).filter(other -> !other.equals(name));
        if (HistoryColumns.has(name) || others.anyMatch(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException(
                    "name of a loss must differ from the other columns of the history, got \"" + name
                            + "\": use loss(\"mine\", ...), or use rIntra(...) and the like to change a built-in term");
        }
    }

    /**
     * The terms that compare specialist and generalist, without those of weight 0.
     *
     * @param defaultOfGeneralist whether gradients flow through the predictions of labeled input if the sentence does
     *     not say
     * @return R_intra, R_inter and naive distillation
     */
    public List<Term> distillationTerms(boolean defaultOfGeneralist) {
        boolean through = gradientThroughLabeled == null ? defaultOfGeneralist : gradientThroughLabeled;
        return used(List.of(
                new Term(HistoryColumns.R_INTRA, rIntra.weight(), p -> rIntra.of(through ? p : p.detachLabeled())),
                new Term(HistoryColumns.R_INTER, rInter.weight(), p -> rInter.of(through ? p : p.detachLabeled())),
                new Term(HistoryColumns.NAIVE_DISTILLATION, naiveDistillation.weight(), naiveDistillation)));
    }

    /** {@return whether a term may compare the predictions of labeled input with the generalist's} */
    public boolean comparesLabeled() {
        return rIntra.weight() != 0 || rInter.weight() != 0 || !custom().isEmpty();
    }

    /** {@return the supervised terms, without those of weight 0} */
    public List<Term> supervised() {
        return used(List.of(
                new Term(HistoryColumns.WAVELET, wavelet.weight(), wavelet),
                new Term(HistoryColumns.PERCEPTUAL, perceptual.weight(), perceptual)));
    }

    /** {@return the user's own terms, without those of weight 0} */
    public List<Term> custom() {
        return used(loss);
    }

    /** {@return the adversarial settings, or null without a discriminator or with weight 0} */
    @Nullable
    public Adversarial activeAdversarial() {
        return adversarial == null || adversarial.weight() == 0 ? null : adversarial;
    }

    /** {@return the layers whose features any term of a weight other than 0 compares} */
    public Collection<String> layers() {
        TreeSet<String> layers = new TreeSet<>();
        add(layers, perceptual.weight(), perceptual.layers());
        add(layers, rIntra.weight(), rIntra.layers());
        add(layers, rInter.weight(), rInter.layers());
        add(layers, naiveDistillation.weight(), naiveDistillation.layers());
        return layers;
    }

    /**
     * The terms that a balance weighs, with the weights that they start with: the supervised part first, if there is
     * one, with weight 1.
     *
     * @return weights by name
     */
    public Map<String, Double> balanced() {
        Map<String, Double> weights = new LinkedHashMap<>();
        if (!supervised().isEmpty() || !custom().isEmpty()) {
            weights.put(Balance.SUPERVISED, 1.0);
        }
        distillationTerms(true).forEach(term -> weights.put(term.name(), term.weight()));
        return weights;
    }

    private static void add(Collection<String> layers, double weight, Layers more) {
        if (weight != 0) {
            layers.addAll(more.names());
        }
    }

    private static List<Term> used(List<Term> terms) {
        return terms.stream().filter(term -> term.weight() != 0).toList();
    }
}
