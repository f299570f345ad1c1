package io.github.pdd4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Locale;

/**
 * Adam with bias correction (Kingma and Ba 2015, algorithm 1), as PyTorch's {@code torch.optim.Adam} computes it.
 *
 * <p>The parameters are changed in place; the moments live as long as the parameters do.
 */
public final class Adam {
    private final List<NDArray> parameters;
    private final List<NDArray> means;
    private final List<NDArray> squares;
    private final Settings settings;

    /** The number of steps where the weights lie, so that no step has to bring it there. */
    private final NDArray count;

    private long steps;

    /**
     * What Adam is tuned by.
     *
     * @param beta1 decay of the mean of the gradients, in [0, 1), 0.9 in the paper
     * @param beta2 decay of the mean of their squares, in [0, 1), 0.99 in the paper (PyTorch: 0.999)
     * @param epsilon added to the root, above 0, 1e-8
     */
    public record Settings(double beta1, double beta2, double epsilon) {
        /** The paper's values: betas 0.9 and 0.99. */
        public static final Settings PAPER = new Settings(0.9, 0.99, 1e-8);

        /** Checks the ranges. */
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "decays of Adam must be in [0, 1) and epsilon above 0, got %s, %s and %s: use Settings.PAPER",
                        beta1,
                        beta2,
                        epsilon));
            }
        }
    }

    /** An optimizer of these parameters, at step zero. */
    public Adam(List<NDArray> parameters, Settings settings) {
        this.parameters = List.copyOf(parameters);
        this.settings = settings;
        this.means = parameters.stream().map(Adam::zeros).toList();
        this.squares = parameters.stream().map(Adam::zeros).toList();
        this.count = SafeArrayMethods.number(parameters.get(0), 0f);
    }

    /** One step against these gradients, given in the order of the parameters. */
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
                        parameters,
                        gradients,
                        means,
                        squares)
                .close();
    }

    /** They lie in memory as the weights, for the fused step pairs them by their place there. */
    private static NDArray zeros(NDArray like) {
        return Tensors.OPS.call("zeros_like", like);
    }

    /** How many steps have been made. */
    public long steps() {
        return steps;
    }

    /** The running means of the gradients, in the order of the parameters. */
    public List<NDArray> means() {
        return means;
    }

    /** The running means of their squares. */
    public List<NDArray> squares() {
        return squares;
    }

    /** Goes on as after this many steps; the moments are changed in place. */
    public void resume(long stepsMade) {
        steps = stepsMade;
        Tensors.assign(count, new float[] {stepsMade});
    }
}
