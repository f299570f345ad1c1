package io.github.pdd4j.network;

import ai.djl.Device;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.weights.StateDict;
import java.util.Optional;

/** A network with its upscaling settings. */
record ConfiguredUpscaler(Network network, Upscaling settings) implements Upscaler {
    /** The values that decide what is predicted. The digest does not depend on the format of the checkpoint. */
    private record ConfiguredNetwork(SuperResolutionConfig config, String weights, Upscaling settings) {}

    @Override
    public Image upscale(Image image) {
        try (Session opened = UpscalingSession.of(this, Progress::start)) {
            return opened.upscale(image);
        }
    }

    @Override
    public Session open() {
        return UpscalingSession.of(this, Progress::silent);
    }

    @Override
    public Optional<Device> device() {
        return network.device();
    }

    @Override
    public int scale() {
        if (settings.size() instanceof OutputSize.OfNetwork) {
            return network.scale();
        }
        if (settings.size() instanceof OutputSize.Times times && times.factor() == Math.rint(times.factor())) {
            return (int) times.factor();
        }
        throw new IllegalArgumentException("an upscaler must have a whole scale to be compared with a truth, got "
                + settings.size() + ": use scale(" + network.scale() + ", bicubic())");
    }

    @Override
    public Identity identity() {
        StateDict weights = network.weights();
        return new Identity(
                network.source(),
                weights.sha256().orElseGet(weights::digest),
                settings.equals(Upscaling.DEFAULT) ? "" : settings.toString(),
                new ConfiguredNetwork(network.config(), weights.digest(), settings));
    }

    @Override
    public String toString() {
        return network + " with " + settings;
    }
}
