package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.api.Internal;
import io.github.pdd4j.tensor.Constant;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Configuration of the convolutional layers of an ImageNet classifier in torchvision's key layout, or in Flax's. Inputs are
 * normalized with torchvision's mean and standard deviation; features are taken before the ReLU.
 *
 * @param architecture the name of the architecture
 * @param convolutions the convolutions in the order of computation
 * @param width the number of channels of the first convolution; the others have a multiple of it
 * @param pooling the side of the pooling windows; the stride is 2
 */
@Internal
public record TorchvisionNet(String architecture, List<Convolution> convolutions, int width, int pooling)
        implements FeatureConfig {
    private static final Script SCRIPT = Script.of(TorchvisionNet.class, "torchvision.script");
    private static final Constant MEAN = Constant.of(new float[] {0.485f, 0.456f, 0.406f}, 1, 3, 1, 1);
    private static final Constant DEVIATION = Constant.of(new float[] {0.229f, 0.224f, 0.225f}, 1, 3, 1, 1);

    /**
     * One convolution.
     *
     * @param position its index in torchvision's {@code features}
     * @param layer the name of its features
     * @param widths its number of output channels, as a multiple of the first convolution's
     * @param kernel its kernel
     */
    public record Convolution(int position, String layer, int widths, Kernel kernel) {}

    /**
     * A square kernel.
     *
     * @param side its side in pixels
     * @param stride its stride in pixels
     * @param padding the zero padding on each side in pixels
     */
    public record Kernel(int side, int stride, int padding) {
        /** A 3×3 kernel with stride 1 and padding 1, which preserves the image size. */
        public static final Kernel OF_3 = new Kernel(3, 1, 1);
    }

    /**
     * Gives the tensors of Flax's automatic names, {@code Conv_0.kernel} and so on, the names and the layout of
     * torchvision.
     *
     * @param weights the tensors of a checkpoint
     * @param convolutions the convolutions in the order of computation
     * @return the same tensors under torchvision's names; unchanged if they are not those of as many convolutions
     */
    public static StateDict torchvisionNames(StateDict weights, List<Convolution> convolutions) {
        int count = convolutions.size();
        if (!weights.has("Conv_0.kernel", 4) || weights.largest("Conv_") != count - 1) {
            return weights;
        }
        Map<String, String> positions = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String theirs = "features." + convolutions.get(i).position() + ".";
            positions.put("Conv_" + i + ".weight", theirs + "weight");
            positions.put("Conv_" + i + ".bias", theirs + "bias");
        }
        return weights.outputsFirst().renamed(name -> positions.getOrDefault(name, name));
    }

    /**
     * Returns the same network with another pooling window.
     *
     * @param side the side of the pooling windows
     * @return the new configuration
     */
    public TorchvisionNet pooling(int side) {
        return new TorchvisionNet(architecture, convolutions, width, side);
    }

    @Override
    public Map<String, long[]> shapes() {
        Shapes shapes = new Shapes();
        int inputs = 3;
        for (Convolution each : convolutions) {
            int outputs = each.widths * width;
            shapes.convolution("features." + each.position, outputs, inputs, each.kernel.side);
            inputs = outputs;
        }
        return shapes.byName();
    }

    @Override
    public boolean passesOver(String name) {
        return name.startsWith("classifier.");
    }

    @Override
    public List<String> layers() {
        return convolutions.stream().map(Convolution::layer).toList();
    }

    @Override
    public NDList features(NDArray x, List<NDArray> weights, List<String> wanted) {
        List<NDArray> normalize = List.of(MEAN.onDeviceOf(x), DEVIATION.onDeviceOf(x));
        return SCRIPT.callForList("features", x, weights, normalize, flags(wanted), steps());
    }

    @Override
    public int leastSide(Collection<String> wanted) {
        int last = layers().size() - 1;
        while (last > 0 && !wanted.contains(layers().get(last))) {
            last--;
        }
        int least = 1;
        while (side(least, last) < 1) {
            least++;
        }
        return least;
    }

    /** Returns the side of the features at a convolution for images of this side; below 1 if nothing remains. */
    private int side(int image, int last) {
        float[][] steps = steps();
        int side = image;
        for (int i = 0; i <= last && side > 0; i++) {
            int windows = (int) steps[i][0];
            side = windows == 0 ? side : Math.floorDiv(side - windows, 2) + 1;
            Kernel kernel = convolutions.get(i).kernel;
            side = side < 1 ? side : Math.floorDiv(side + 2 * kernel.padding - kernel.side, kernel.stride) + 1;
        }
        return side;
    }

    /**
     * Returns one row for each convolution: the side of the pooling windows before it or 0, its stride, its padding.
     */
    private float[][] steps() {
        float[][] steps = new float[convolutions.size()][];
        int before = 0;
        for (int i = 0; i < steps.length; i++) {
            Convolution each = convolutions.get(i);
            // In torchvision a pooling layer occupies one index after the ReLU.
            int windows = each.position - before > 2 ? pooling : 0;
            steps[i] = new float[] {windows, each.kernel.stride, each.kernel.padding};
            before = each.position;
        }
        return steps;
    }
}
