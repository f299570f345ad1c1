package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.tensor.Constant;
import io.github.pdd4j.tensor.Script;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The form of an ImageNet classifier's convolutions in torchvision's key layout; images are normalized as torchvision
 * does, and features are those before the ReLU.
 *
 * @param convolutions in the order of computation
 * @param width channels of the first convolution, of which the others have a multiple
 * @param pooling side of the windows that are pooled with stride 2
 */
public record TorchvisionNet(String architecture, List<Convolution> convolutions, int width, int pooling)
        implements FeatureConfig {
    private static final Script SCRIPT = Script.of(TorchvisionNet.class, "torchvision.script");
    private static final Constant MEAN = Constant.of(new float[] {0.485f, 0.456f, 0.406f}, 1, 3, 1, 1);
    private static final Constant DEVIATION = Constant.of(new float[] {0.229f, 0.224f, 0.225f}, 1, 3, 1, 1);

    /**
     * One convolution.
     *
     * @param position where it is in torchvision's {@code features}
     * @param layer what its features are called
     * @param widths its channels, as a multiple of the first one's
     */
    public record Convolution(int position, String layer, int widths, Kernel kernel) {}

    /** A square kernel. */
    public record Kernel(int side, int stride, int padding) {
        /** The usual one, which keeps an image's size. */
        public static final Kernel OF_3 = new Kernel(3, 1, 1);
    }

    /** The same network pooled over windows of another side. */
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
        List<NDArray> normalize = List.of(MEAN.beside(x), DEVIATION.beside(x));
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

    /** The side of the features at a convolution, of images of this side; below 1 where nothing is left. */
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

    /** A row a convolution: the side of the windows that are pooled before it or 0, its stride, its padding. */
    private float[][] steps() {
        float[][] steps = new float[convolutions.size()][];
        int before = 0;
        for (int i = 0; i < steps.length; i++) {
            Convolution each = convolutions.get(i);
            // In torchvision a pooling takes a position beside the ReLU's.
            int windows = each.position - before > 2 ? pooling : 0;
            steps[i] = new float[] {windows, each.kernel.stride, each.kernel.padding};
            before = each.position;
        }
        return steps;
    }
}
