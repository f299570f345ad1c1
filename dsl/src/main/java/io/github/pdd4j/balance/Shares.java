package io.github.pdd4j.balance;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives each distillation term a share of the push on the predictions, whatever the units of the feature network.
 *
 * <p>w_i = share_i / share_supervised · n_supervised / n_i, where n is the moving average of the norm of a term's
 * gradient with respect to the predictions, and share_supervised is what the shares of the others leave of 1. The norms
 * are balanced as in EnCodec (Défossez et al. 2022, section 3.4), except that the supervised part keeps its own size.
 *
 * <pre>{@code
 * System.out.println(distill().balance(shares().rIntra(0.4).rInter(0.2)));
 * }</pre>
 *
 * @param rIntra share of R_intra, above 0 and below 1; unset: 0.25
 * @param rInter share of R_inter, above 0 and below 1; unset: 0.25
 * @param naiveDistillation share of naive distillation, above 0 and below 1; unset: 0.25
 */
public record Shares(
        @Nullable Double rIntra,
        @Nullable Double rInter,
        @Nullable Double naiveDistillation) implements Balance {
    private static final double DEFAULT_SHARE = 0.25;

    private static final Settings<Shares> SETTINGS =
            Settings.of(Shares.class, share("rIntra"), share("rInter"), share("naiveDistillation"));

    /** No share said: 0.25 for each distillation term, the rest for the supervised part. */
    public static final Shares DEFAULT = new Shares(null, null, null);

    /**
     * Checks the shares.
     *
     * @param rIntra share of R_intra, above 0 and below 1; unset: 0.25
     * @param rInter share of R_inter, above 0 and below 1; unset: 0.25
     * @param naiveDistillation share of naive distillation, above 0 and below 1; unset: 0.25
     * @throws IllegalArgumentException if a share is out of range, or those that are set leave nothing
     */
    public Shares {
        SETTINGS.check(rIntra, rInter, naiveDistillation);
        double sum = said(rIntra) + said(rInter) + said(naiveDistillation);
        if (sum >= 1) {
            throw nothingLeft(sum);
        }
    }

    private static double said(@Nullable Double share) {
        return share == null ? 0 : share;
    }

    private static Setting share(String term) {
        return Setting.of(term)
                .label("share of " + term)
                .within(
                        "share of " + term,
                        value -> (double) value > 0 && (double) value < 1,
                        "above 0 and below 1",
                        "use " + term + "(0.25), or leave the term out of the sentence by " + term + "(0) there");
    }

    private static IllegalArgumentException nothingLeft(double sum) {
        return new IllegalArgumentException(String.format(
                Locale.ROOT,
                "shares must leave something for the supervised part, got %.4g together: use shares that sum to less"
                        + " than 1, such as shares().rIntra(0.25).rInter(0.25)",
                sum));
    }

    /**
     * A copy with another share of R_intra.
     *
     * @param share above 0 and below 1
     * @return the changed shares
     * @throws IllegalArgumentException if it is out of range, or the shares leave nothing for the supervised part
     */
    public Shares rIntra(double share) {
        return new Shares(share, rInter, naiveDistillation);
    }

    /**
     * A copy with another share of R_inter.
     *
     * @param share above 0 and below 1
     * @return the changed shares
     * @throws IllegalArgumentException if it is out of range, or the shares leave nothing for the supervised part
     */
    public Shares rInter(double share) {
        return new Shares(rIntra, share, naiveDistillation);
    }

    /**
     * A copy with another share of naive distillation.
     *
     * @param share above 0 and below 1
     * @return the changed shares
     * @throws IllegalArgumentException if it is out of range, or the shares leave nothing for the supervised part
     */
    public Shares naiveDistillation(double share) {
        return new Shares(rIntra, rInter, share);
    }

    @Override
    public Map<String, Double> weights(BalancedTerms terms) {
        Map<String, Double> shares = shares(terms.terms().keySet());
        double supervised =
                1 - shares.values().stream().mapToDouble(Double::doubleValue).sum();
        Map<String, Double> weights = new LinkedHashMap<>();
        shares.forEach(
                (name, share) -> weights.put(name, share / supervised * terms.norm(SUPERVISED) / terms.norm(name)));
        return weights;
    }

    /** The shares of the distillation terms among these. */
    private Map<String, Double> shares(Iterable<String> names) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (String name : names) {
            if (!name.equals(SUPERVISED)) {
                Object said = SETTINGS.value(this, name).value();
                shares.put(name, said == null ? DEFAULT_SHARE : (double) said);
            }
        }
        return shares;
    }

    @Override
    public void requireTerms(Map<String, Double> weights) {
        if (!weights.containsKey(SUPERVISED)) {
            throw new IllegalArgumentException("shares must be those of a supervised part too, got a sentence without"
                    + " one: use wavelet(...) or perceptual(...) with a weight above 0");
        }
        for (Settings.Value each : SETTINGS.values(this)) {
            String name = each.setting().name();
            if (each.value() != null && !weights.containsKey(name)) {
                throw new IllegalArgumentException("shares must be those of terms with a weight above 0, got "
                        + each.value() + " for " + name + ", which is off: use " + name
                        + "(1) in the sentence, or leave its share out");
            }
        }
        double sum = shares(weights.keySet()).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        if (sum >= 1) {
            throw nothingLeft(sum);
        }
    }

    @Override
    public String formula() {
        return "w_i = share_i / share_supervised · n_supervised / n_i, n = norm of the gradient at the predictions; the"
                + " rest of the shares is supervised";
    }

    /** The Java code that makes these shares. */
    @Override
    public String toString() {
        return "shares()" + String.join("", SETTINGS.words(this, DEFAULT));
    }
}
