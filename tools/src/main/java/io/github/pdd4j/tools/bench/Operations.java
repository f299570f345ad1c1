package io.github.pdd4j.tools.bench;

import io.github.pdd4j.network.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Floating-point operations of convolutions in units of 10⁹; a multiplication and an addition count as two.
 *
 * @param forward the forward pass
 * @param toInputs the gradient with respect to the inputs
 * @param toWeights the gradient with respect to the weights
 */
record Operations(double forward, double toInputs, double toWeights) {
    /** The downscaling factor at each convolution of the discriminator. */
    private static final List<Integer> DISCRIMINATOR = List.of(1, 2, 4, 8, 4, 2, 1, 1, 1, 1);

    /** The positions in torchvision's {@code features} after which VGG19 halves the image. */
    private static final List<Integer> POOLED = List.of(4, 9, 18, 27);

    /** Returns the operations of all convolutions in one training step of this project. */
    static Operations of(Workload w) {
        return specialist(w).plus(generalist(w)).plus(features(w)).plus(discriminator(w));
    }

    static Operations specialist(Workload w) {
        return rrdbNet(w).learning().times(w.images());
    }

    static Operations generalist(Workload w) {
        return rrdbNet(w).forward().times(w.images());
    }

    /**
     * Forward and backward for the specialist's predictions; forward only for the generalist's predictions and the
     * ground truth.
     */
    static Operations features(Workload w) {
        Pass vgg = new Pass(w.features().config(), name -> w.truthSide() >> pools(name));
        return vgg.throughIt().times(w.images()).plus(vgg.forward().times(w.images() + w.batch()));
    }

    /**
     * Forward and backward to the specialist's predictions, plus training on the same number of real and predicted
     * images.
     */
    static Operations discriminator(Workload w) {
        Pass pass = new Pass(w.discriminator(), name -> w.truthSide() / DISCRIMINATOR.get(number(name, "conv_")));
        return pass.throughIt().plus(pass.learning()).times(w.images());
    }

    double total() {
        return forward + toInputs + toWeights;
    }

    private Operations plus(Operations more) {
        return new Operations(forward + more.forward, toInputs + more.toInputs, toWeights + more.toWeights);
    }

    private Operations times(int images) {
        return new Operations(images * forward, images * toInputs, images * toWeights);
    }

    private static Pass rrdbNet(Workload w) {
        return new Pass(w.specialist().config(), name -> {
            boolean whole = List.of("conv_up2", "conv_hr", "conv_last").contains(stem(name));
            return whole ? w.truthSide() : stem(name).equals("conv_up1") ? 2 * w.crop() : w.crop();
        });
    }

    private static int pools(String name) {
        int position = number(name, "features.");
        return (int) POOLED.stream().filter(pool -> pool < position).count();
    }

    private static int number(String name, String prefix) {
        return Integer.parseInt(stem(name).substring(prefix.length()));
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The operations of each convolution of a network for one image. */
    private record Pass(List<Double> convolutions) {
        /** {@code side} gives the side of a convolution's output in pixels. */
        Pass(ModelConfig form, ToIntFunction<String> side) {
            this(new ArrayList<>());
            form.shapes().forEach((name, shape) -> {
                if (shape.length == 4) {
                    double pixels = Math.pow(side.applyAsInt(name), 2);
                    convolutions.add(2e-9 * shape[0] * shape[1] * shape[2] * shape[3] * pixels);
                }
            });
        }

        Operations forward() {
            return new Operations(sum(), 0, 0);
        }

        /** Forward and backward to the image. */
        Operations throughIt() {
            return new Operations(sum(), sum(), 0);
        }

        /** Forward and backward to the weights, without the gradient with respect to the image. */
        Operations learning() {
            return new Operations(sum(), sum() - convolutions.get(0), sum());
        }

        private double sum() {
            return convolutions.stream().mapToDouble(Double::doubleValue).sum();
        }
    }
}
