package io.github.pdd4j.tools.make;

import static io.github.pdd4j.data.Degradations.blur;
import static io.github.pdd4j.data.Degradations.downscaled;
import static io.github.pdd4j.data.Degradations.gaussianNoise;
import static io.github.pdd4j.data.Degradations.jpeg;
import static io.github.pdd4j.data.Degradations.oneOf;

import io.github.pdd4j.data.Degradation;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.SuperResolutionConfig;
import io.github.pdd4j.network.compact.Compact;
import io.github.pdd4j.network.srresnet.SrResNet;
import java.util.function.DoubleConsumer;

/**
 * The settings of the shipped super-resolution networks; {@code dsl/docs/decisions} lists the alternatives that were
 * tried.
 */
final class Recipes {
    static final int FEATURES = 48;
    static final int CONVOLUTIONS = 12;

    /** Blur, downscaling, noise and JPEG with random strengths; one crop in eleven is clean. */
    static final Degradation BLIND = blind();

    private Recipes() {}

    /** Trains a network from scratch on blindly degraded images. */
    static Network generalist(Images images, DoubleConsumer listener) {
        SuperResolutionConfig form = Compact.sized(4, FEATURES, CONVOLUTIONS);
        Network start = new Network(form, InitialWeights.of(form, 1), "generalist");
        return new Pretraining(start, images.downscaledBy(BLIND), new Pretraining.Settings(5000, 8, 32, 1e-3, 1))
                .train(listener);
    }

    /** Fine-tunes the generalist on clean bicubic input only, until it no longer handles other degradations. */
    static Network specialist(Network generalist, Images images, DoubleConsumer listener) {
        Network start = new Network(generalist.config(), generalist.weights(), "specialist");
        return new Pretraining(
                        start,
                        images.downscaledBy(Resampling.MATLAB_BICUBIC),
                        new Pretraining.Settings(600, 8, 32, 5e-4, 2))
                .train(listener);
    }

    /** Trains SRResNet for low-level features on bicubic input, as in "Deep Degradation Representations". */
    static Network srResNet(Images images, DoubleConsumer listener) {
        SuperResolutionConfig form = SrResNet.sized(32, 6);
        Network start = new Network(form, InitialWeights.of(form, 3), "srresnet");
        return new Pretraining(
                        start,
                        images.downscaledBy(Resampling.MATLAB_BICUBIC),
                        new Pretraining.Settings(2500, 8, 32, 5e-4, 3))
                .train(listener);
    }

    private static Degradation blind() {
        Degradation shrink = oneOf(
                downscaled(Resampling.MATLAB_BICUBIC, 4),
                downscaled(Resampling.PILLOW_BILINEAR, 4),
                downscaled(Resampling.OPENCV_AREA, 4));
        Degradation full = blur(0, 3).then(shrink).then(gaussianNoise(0, 12)).then(jpeg(40, 95));
        return oneOf(
                full, full, full, full, full, full, full, full, full, full, downscaled(Resampling.MATLAB_BICUBIC, 4));
    }
}
