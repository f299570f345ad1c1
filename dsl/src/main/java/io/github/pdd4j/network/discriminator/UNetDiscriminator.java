package io.github.pdd4j.network.discriminator;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.DiscriminatorConfig;
import io.github.pdd4j.network.Shapes;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * The U-Net discriminator of Real-ESRGAN (Wang et al. 2021, section 3.3), in the key layout of the paper's code, {@code
 * conv_0}, or of BasicSR, {@code conv0}.
 *
 * <p>The weights of its inner convolutions are divided by their spectral norm σ = uᵀ W v (Miyato et al. 2018, algorithm
 * 1). Each call in training mode runs one power iteration, which updates u and v in place before σ is computed.
 *
 * <pre>{@code
 * System.out.println(io.github.pdd4j.network.discriminator.UNetDiscriminator.sized(16).initial(7));
 * }</pre>
 */
public final class UNetDiscriminator implements Architecture {
    private static final Script SCRIPT = Script.of(UNetDiscriminator.class, "unet_discriminator.script");
    private static final int NORMALIZED = 8;
    private static final int OUTPUT = NORMALIZED + 1;

    /** Creates the plug-in; {@link java.util.ServiceLoader} calls this constructor. */
    public UNetDiscriminator() {}

    @Override
    public String family() {
        return "UNetDiscriminatorSN";
    }

    @Override
    public String landmark() {
        return "conv_1.weight_orig";
    }

    @Override
    public Optional<Recognized> recognize(StateDict weights) {
        StateDict usual = weights.has("conv1.weight_orig")
                ? weights.renamed(name -> name.replaceFirst("^conv(\\d)\\.", "conv_$1."))
                : weights;
        return usual.has(landmark(), 4)
                ? Optional.of(new Recognized(sized(usual.length(landmark(), 1)), usual))
                : Optional.empty();
    }

    /**
     * Returns an untrained discriminator; see {@link DiscriminatorConfig#initial(long)} for its initial weights.
     *
     * @param features the number of channels of the first convolution, at least 1; 64 in Real-ESRGAN
     * @return the configuration
     * @throws IllegalArgumentException if {@code features} is below 1
     */
    public static DiscriminatorConfig sized(int features) {
        if (features < 1) {
            throw new IllegalArgumentException("features of the discriminator must be at least 1, got " + features
                    + ": use 64 as Real-ESRGAN does");
        }
        return new Config(features);
    }

    /**
     * The size of a discriminator.
     *
     * @param features the number of channels of the first convolution
     */
    record Config(int features) implements DiscriminatorConfig {
        /** The numbers of output channels of conv_0 to conv_8, as multiples of {@code features}. */
        private static final List<Integer> WIDTHS = List.of(1, 2, 4, 8, 4, 2, 1, 1, 1);

        @Override
        public String architecture() {
            return "UNetDiscriminatorSN";
        }

        @Override
        public Map<String, long[]> shapes() {
            Shapes shapes = new Shapes();
            kernels().forEach(kernel -> kernel.note(shapes));
            return shapes.byName();
        }

        private List<Kernel> kernels() {
            List<Kernel> kernels = new ArrayList<>();
            for (int k = 0; k <= OUTPUT; k++) {
                int inputs = k == 0 ? 3 : features * WIDTHS.get(k - 1);
                int outputs = k == OUTPUT ? 1 : features * WIDTHS.get(k);
                kernels.add(new Kernel(k, outputs, inputs, k >= 1 && k <= 3 ? 4 : 3));
            }
            return kernels;
        }

        @Override
        public boolean learned(String name) {
            return !name.endsWith("_u") && !name.endsWith("_v");
        }

        @Override
        public int multiple() {
            return 8;
        }

        @Override
        public NDArray forward(NDArray x, List<NDArray> weights, int calls) {
            return SCRIPT.call("forward", x, weights, calls);
        }

        @Override
        public StateDict initial(long seed) {
            Random random = new Random(seed);
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            kernels().forEach(kernel -> tensors.putAll(kernel.initial(random)));
            return StateDict.of(tensors);
        }
    }

    /** The shape of one convolution. */
    private record Kernel(int position, int outputs, int inputs, int side) {
        String name() {
            return "conv_" + position;
        }

        boolean normalized() {
            return position >= 1 && position <= NORMALIZED;
        }

        void note(Shapes shapes) {
            if (normalized()) {
                shapes.tensor(name() + ".weight_orig", outputs, inputs, side, side)
                        .tensor(name() + ".weight_u", outputs)
                        .tensor(name() + ".weight_v", (long) inputs * side * side);
            } else {
                shapes.convolution(name(), outputs, inputs, side);
            }
        }

        /** Weights are uniform in ±1/√fan-in, PyTorch's default; u and v are uniformly distributed unit vectors. */
        Map<String, StoredTensor> initial(Random random) {
            int fanIn = inputs * side * side;
            StoredTensor weight = StoredTensor.of(uniform(random, outputs * fanIn, fanIn), outputs, inputs, side, side);
            Map<String, StoredTensor> tensors = new LinkedHashMap<>();
            tensors.put(name() + (normalized() ? ".weight_orig" : ".weight"), weight);
            if (normalized()) {
                tensors.put(name() + ".weight_u", StoredTensor.of(direction(random, outputs), outputs));
                tensors.put(name() + ".weight_v", StoredTensor.of(direction(random, fanIn), fanIn));
            } else {
                tensors.put(name() + ".bias", StoredTensor.of(uniform(random, outputs, fanIn), outputs));
            }
            return tensors;
        }

        private static float[] uniform(Random random, int count, int fanIn) {
            float bound = (float) (1 / Math.sqrt(fanIn));
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = bound * (2 * random.nextFloat() - 1);
            }
            return values;
        }

        private static float[] direction(Random random, int count) {
            double[] normal =
                    DoubleStream.generate(random::nextGaussian).limit(count).toArray();
            double length = Math.sqrt(DoubleStream.of(normal).map(x -> x * x).sum());
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) (normal[i] / length);
            }
            return values;
        }
    }
}
