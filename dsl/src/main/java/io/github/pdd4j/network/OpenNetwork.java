package io.github.pdd4j.network;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.ColourCorrection;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.PictureSize;
import io.github.pdd4j.tensor.Scope;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** A network whose weights lie in the engine's memory, upscaling tile by tile. */
final class OpenNetwork implements Upscaler.Opened {
    /** The prediction and copies of it while it is corrected, clipped and resized. */
    private static final long COPIES = 3;

    private final Network network;
    private final Upscaling settings;
    private final Scope scope;
    private final Model model;

    private OpenNetwork(Network network, Upscaling settings, Scope scope) {
        this.network = network;
        this.settings = settings;
        this.scope = scope;
        this.model = Model.frozen(network, scope);
    }

    @SuppressWarnings("MustBeClosedChecker") // its close closes the scope
    static OpenNetwork of(Network network, Upscaling settings) {
        Scope scope = Scope.inference();
        try {
            return new OpenNetwork(network, settings, scope);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    @Override
    public Picture upscale(Picture picture) {
        requireRoom(picture);
        Picture input = picture.rgb();
        Picture predicted = predicted(input);
        Picture colours =
                (settings.corrected() ? ColourCorrection.towards(input).of(predicted) : predicted).clipped();
        Picture result = switch (picture.channels()) {
            case 1 -> Channels.luma(colours);
            case 4 -> Channels.rgba(colours, alpha(Channels.alpha(picture)));
            default -> colours;
        };
        return settings.size().of(result, PictureSize.of(picture));
    }

    /** By the network too, as Real-ESRGAN does it; a constant one, which opaque pictures have, stays exactly so. */
    private Picture alpha(Picture alpha) {
        float first = alpha.value(0, 0, 0);
        float[] values = alpha.values();
        for (float value : values) {
            if (value != first) {
                return Channels.luma(predicted(alpha.rgb()).clipped());
            }
        }
        float[] same = new float[values.length * network.scale() * network.scale()];
        Arrays.fill(same, first);
        return Picture.of(1, alpha.height() * network.scale(), alpha.width() * network.scale(), same);
    }

    private Picture predicted(Picture input) {
        Canvas canvas = new Canvas(input, settings, network);
        for (int i = 0; i < canvas.tiles(); i++) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("upscaling was interrupted after tile " + i + " of " + canvas.tiles());
            }
            predict(canvas.tile(i));
        }
        return canvas.picture();
    }

    private void predict(Canvas.Tile tile) {
        try (Scope step = scope.unrecorded()) {
            NDArray x = step.tensor(tile.read(), 1, 3, tile.height(), tile.width());
            tile.add(model.predict(x).toFloatArray());
        }
    }

    private void requireRoom(Picture picture) {
        long pixels = (long) picture.width() * picture.height() * network.scale() * network.scale();
        long needed = COPIES * Float.BYTES * Math.max(3, picture.channels()) * pixels;
        long most = Runtime.getRuntime().maxMemory();
        if (needed > most || 4 * pixels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a picture to upscale must fit into Java's memory with its result, got %s times %d, "
                            + "which needs %.1f of %.1f GB: cut it into parts or start Java with a larger -Xmx",
                    picture.sizeText(),
                    network.scale(),
                    needed / 1e9,
                    most / 1e9));
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
