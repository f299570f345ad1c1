package io.github.pdd4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.api.Internal;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Adam with bias correction (Kingma and Ba 2015, algorithm 1), equal to PyTorch's {@code torch.optim.Adam}; with a
 * weight decay above 0 AdamW (Loshchilov and Hutter 2019, algorithm 2), equal to {@code torch.optim.AdamW}.
 *
 * <p>The parameters are changed in place. The moments belong to the same scope as the parameters.
 */
@Internal
public final class Adam {
    private final List<NDArray> parameters;
    private final List<Boolean> learned;
    private final List<NDArray> means;
    private final List<NDArray> squares;
    private final Settings settings;

    /** The number of steps on the device of the parameters, so that no step has to transfer it. */
    private final NDArray count;

    private long steps;

    /**
     * The hyperparameters of Adam.
     *
     * @param beta1 decay rate of the mean of the gradients, in [0, 1); 0.9 in the paper
     * @param beta2 decay rate of the mean of the squared gradients, in [0, 1); 0.99 in the paper (PyTorch: 0.999)
     * @param epsilon added to the square root, above 0; 1e-8 in {@link #PAPER}
     * @param weightDecay decoupled weight decay: before each step the parameters are multiplied by 1 − learning rate ·
     *     weight decay; at least 0, where 0 is Adam
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {
        /** The paper's values: betas 0.9 and 0.99, no weight decay. */
        public static final Settings PAPER = new Settings(0.9, 0.99, 1e-8, 0);

        /**
         * Checks the ranges.
         *
         * @param beta1 share of the old mean of the gradients that a step keeps, in [0, 1)
         * @param beta2 share of the old mean of the squared gradients that a step keeps, in [0, 1)
         * @param epsilon added to the denominator of an update to avoid a division by zero; above 0
         * @param weightDecay decoupled weight decay; at least 0
         * @throws IllegalArgumentException if a value is out of range
         */
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "decays of Adam must be in [0, 1), epsilon above 0 and weight decay at least 0, got %s, %s, %s and"
                                + " %s: use Settings.PAPER",
                        beta1,
                        beta2,
                        epsilon,
                        weightDecay));
            }
        }
    }

    /**
     * Creates an optimizer at step 0.
     *
     * @param parameters the arrays to optimize, at least one
     * @param settings the hyperparameters
     */
    public Adam(List<NDArray> parameters, Settings settings) {
        this(parameters, Collections.nCopies(parameters.size(), true), settings);
    }

    /**
     * Creates an optimizer at step 0 that leaves some arrays as they are: without a gradient, weight decay would still
     * change them.
     *
     * @param parameters the arrays, at least one
     * @param learned whether each is optimized
     * @param settings the hyperparameters
     */
    public Adam(List<NDArray> parameters, List<Boolean> learned, Settings settings) {
        this.parameters = List.copyOf(parameters);
        this.learned = List.copyOf(learned);
        this.settings = settings;
        this.means = parameters.stream().map(Adam::zeros).toList();
        this.squares = parameters.stream().map(Adam::zeros).toList();
        this.count = SafeArrayMethods.number(parameters.get(0), 0f);
    }

    /**
     * Updates the parameters in place by one step.
     *
     * @param gradients the gradients, in the order of the parameters
     * @param learningRate the learning rate
     */
    public void step(NDList gradients, double learningRate) {
        steps++;
        Tensors.OPS
                .call(
                        "adam",
                        count,
                        learningRate,
                        settings.beta1,
                        settings.beta2,
                        settings.epsilon,
                        settings.weightDecay,
                        learned(parameters),
                        learned(gradients),
                        learned(means),
                        learned(squares))
                .close();
    }

    private List<NDArray> learned(List<NDArray> arrays) {
        return IntStream.range(0, arrays.size())
                .filter(learned::get)
                .mapToObj(arrays::get)
                .toList();
    }

    /** Keeps the memory layout of the parameter, because the fused step pairs elements by memory position. */
    private static NDArray zeros(NDArray like) {
        return Tensors.OPS.call("zeros_like", like);
    }

    /**
     * Returns the number of steps so far.
     *
     * @return the number of steps
     */
    public long steps() {
        return steps;
    }

    /**
     * Returns the running means of the gradients.
     *
     * @return the arrays, in the order of the parameters
     */
    public List<NDArray> means() {
        return means;
    }

    /**
     * Returns the running means of the squared gradients.
     *
     * @return the arrays, in the order of the parameters
     */
    public List<NDArray> squares() {
        return squares;
    }

    /**
     * Sets the number of steps, to resume a training. Set the moments in place.
     *
     * @param stepsMade the number of steps before the interruption
     */
    public void resume(long stepsMade) {
        steps = stepsMade;
        Tensors.assign(count, new float[] {stepsMade});
    }
}
