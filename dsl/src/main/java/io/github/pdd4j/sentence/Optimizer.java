package io.github.pdd4j.sentence;

import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.List;

/**
 * The optimizer of the specialist and of the discriminator: Adam (Kingma and Ba 2015, algorithm 1), or AdamW with
 * decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2). Both compute what PyTorch's {@code torch.optim.Adam}
 * and {@code torch.optim.AdamW} compute.
 *
 * <pre>{@code
 * System.out.println(distill().optimizer(adamW(0.01).betas(0.9, 0.999)));
 * System.out.println(distill().optimizer(adam().epsilon(1e-7)));
 * }</pre>
 *
 * @param betas decay rates of the mean of the gradients and of the mean of their squares, each in [0, 1); 0.9 and 0.99
 *     in the paper, 0.9 and 0.999 in PyTorch
 * @param epsilon added to the denominator of an update, finite and above 0; default 1e-8
 * @param weightDecay decoupled weight decay, finite and at least 0: before each step every weight is multiplied by 1 −
 *     learning rate · weight decay; 0 is Adam
 */
public record Optimizer(List<Double> betas, double epsilon, double weightDecay) implements Viewable {
    private static final List<Double> PAPER_BETAS = List.of(0.9, 0.99);
    private static final Settings<Optimizer> SETTINGS = Settings.of(
            Optimizer.class,
            Setting.of("betas")
                    .within(
                            "betas of the optimizer",
                            value -> areBetas((List<?>) value),
                            "two numbers in [0, 1)",
                            "use betas(0.9, 0.99) as the paper does")
                    .published(PAPER_BETAS, Source.PAPER),
            Setting.of("epsilon")
                    .within(
                            "epsilon of the optimizer",
                            value -> (double) value > 0 && Double.isFinite((double) value),
                            "a finite number above 0",
                            "use epsilon(1e-8)")
                    .published(1e-8, Source.AUTHORS_CODE),
            Setting.of("weightDecay")
                    .label("weight decay")
                    .within(
                            "weight decay",
                            value -> (double) value >= 0 && Double.isFinite((double) value),
                            "a finite number from 0 on",
                            "use adamW(0.01), or adam() for none")
                    .published(0.0, Source.PAPER));

    /** Adam with the values of the paper: betas 0.9 and 0.99, epsilon 1e-8. */
    public static final Optimizer ADAM = new Optimizer(PAPER_BETAS, 1e-8, 0);

    /**
     * Copies the list and checks the ranges.
     *
     * @param betas decay rates of the two means, each in [0, 1)
     * @param epsilon added to the denominator of an update, finite and above 0
     * @param weightDecay decoupled weight decay, finite and at least 0; 0 is Adam
     * @throws IllegalArgumentException if a value is out of range
     */
    public Optimizer {
        betas = List.copyOf(betas);
        SETTINGS.check(betas, epsilon, weightDecay);
    }

    private static boolean areBetas(List<?> values) {
        return values.size() == 2 && values.stream().allMatch(each -> (double) each >= 0 && (double) each < 1);
    }

    /**
     * Sets the decay rates of the running means.
     *
     * @param ofGradients decay rate of the mean of the gradients, in [0, 1)
     * @param ofSquares decay rate of the mean of the squared gradients, in [0, 1)
     * @return a copy with these settings
     * @throws IllegalArgumentException if a value is out of range
     */
    public Optimizer betas(double ofGradients, double ofSquares) {
        return new Optimizer(List.of(ofGradients, ofSquares), epsilon, weightDecay);
    }

    /**
     * Sets what is added to the denominator of an update.
     *
     * @param value finite and above 0; default 1e-8
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public Optimizer epsilon(double value) {
        return new Optimizer(betas, value, weightDecay);
    }

    /**
     * Sets the decoupled weight decay.
     *
     * @param value finite and at least 0; 0.01 is PyTorch's default for AdamW, 0 is Adam
     * @return a copy with this setting
     * @throws IllegalArgumentException if the value is out of range
     */
    public Optimizer weightDecay(double value) {
        return new Optimizer(betas, epsilon, value);
    }

    /** {@return the algorithm, Adam or AdamW} */
    String algorithm() {
        return weightDecay == 0 ? "Adam" : "AdamW";
    }

    /**
     * One step as a formula.
     *
     * @return the formula, for {@code explain()}
     */
    public String formula() {
        String step = "θ ← θ − rate · m̂ / (√v̂ + epsilon)";
        return algorithm() + ": " + (weightDecay == 0 ? step : "θ ← (1 − rate · weight decay) · θ, " + step);
    }

    /** The hyperparameters in the engine's terms. */
    Adam.Settings hyperparameters() {
        return new Adam.Settings(betas.get(0), betas.get(1), epsilon, weightDecay);
    }

    /** Returns the Java code that makes this optimizer. */
    @Override
    public String toString() {
        String start = weightDecay == 0 ? "adam()" : "adamW(" + weightDecay + ")";
        return start + String.join("", SETTINGS.words(this, ADAM.weightDecay(weightDecay)));
    }

    @Override
    public View view() {
        return SettingsTable.of(this);
    }
}
