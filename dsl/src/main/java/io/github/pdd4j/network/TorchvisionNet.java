package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.tensor.Script;
import java.util.List;
import java.util.Map;

/**
 * The form of an ImageNet classifier's convolutions in torchvision's key layout; pictures are normalised as torchvision
 * does, and features are those before the ReLU.
 *
 * @param convolutions in the order of computation
 * @param width channels of the first convolution, of which the others have a multiple
 * @param pooling side of the windows that are pooled with stride 2
 * @param script has {@code features(x, weights, [mean, deviation], wanted, pooled, pooling)}
 */
public record TorchvisionNet(String architecture, List<Convolution> convolutions, int width, int pooling, Script script)
        implements FeatureNet {
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    /**
     * One convolution.
     *
     * @param position where it is in torchvision's {@code features}
     * @param layer what its features are called
     * @param widths its channels, as a multiple of the first one's
     * @param side of its kernel
     */
    public record Convolution(int position, String layer, int widths, int side) {}

    /** The same network pooled over windows of another side. */
    public TorchvisionNet pooling(int side) {
        return new TorchvisionNet(architecture, convolutions, width, side, script);
    }

    @Override
    public Map<String, long[]> shapes() {
        Shapes shapes = new Shapes();
        int inputs = 3;
        for (Convolution each : convolutions) {
            int outputs = each.widths * width;
            shapes.convolution("features." + each.position, outputs, inputs, each.side);
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
        NDArray mean = x.getManager().create(MEAN).reshape(1, 3, 1, 1);
        NDArray deviation = x.getManager().create(DEVIATION).reshape(1, 3, 1, 1);
        NDArray pooled = x.getManager().create(pooled());
        return script.callForList("features", x, weights, List.of(mean, deviation), flags(wanted, x), pooled, pooling);
    }

    /** One before each convolution that a pooling precedes: in torchvision it takes a position beside the ReLU's. */
    private float[] pooled() {
        float[] pooled = new float[convolutions.size()];
        for (int i = 1; i < pooled.length; i++) {
            pooled[i] = convolutions.get(i).position - convolutions.get(i - 1).position > 2 ? 1 : 0;
        }
        return pooled;
    }
}
