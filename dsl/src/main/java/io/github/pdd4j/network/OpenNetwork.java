package io.github.pdd4j.network;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.ColourCorrection;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.PictureSize;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Progress;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A network whose weights lie in the engine's memory, upscaling tile by tile. */
final class OpenNetwork implements Upscaler.Opened {
    /** The prediction and copies of it while it is corrected, clipped and resized. */
    private static final long COPIES = 3;

    private static final int LEAST_TILE = 32;
    private static final Pattern OUT_OF_MEMORY = Pattern.compile("(?i)out of memory|allocate memory|not enough memory");

    private final Network network;
    private final Upscaling settings;
    private final Scope scope;
    private final Model model;
    private final Supplier<Progress> displays;

    private OpenNetwork(Adjusted adjusted, Scope scope, Supplier<Progress> displays) {
        this.network = adjusted.network();
        this.settings = adjusted.settings();
        this.scope = scope;
        this.model = Model.frozen(network, settings.precision(), scope);
        this.displays = displays;
    }

    /** Shows each picture's tiles on a display of its own, where there is more than one. */
    static OpenNetwork of(Adjusted adjusted, Supplier<Progress> displays) {
        Scope scope = Scope.inference();
        try {
            return new OpenNetwork(adjusted, scope, displays);
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

    /** Where the engine's memory does not suffice for a tile, by tiles of half the side. */
    private Picture predicted(Picture input) {
        Progress progress = displays.get();
        Upscaling now = settings;
        while (true) {
            try {
                return predicted(input, now, progress);
            } catch (EngineException e) {
                String reason = String.valueOf(e.getMessage());
                if (now.tile() < 2 * LEAST_TILE
                        || !OUT_OF_MEMORY.matcher(reason).find()) {
                    throw e;
                }
                now = now.tile(now.tile() / 2);
            }
        }
    }

    private Picture predicted(Picture input, Upscaling now, Progress display) {
        Canvas canvas = new Canvas(input, now, network);
        Progress progress = canvas.tiles() == 1 ? Progress.silent() : display;
        String all = " of " + canvas.tiles() + ", " + now.tile() + " pixels wide";
        for (int i = 0; i < canvas.tiles(); i++) {
            Html line = Html.paragraph("tile " + (i + 1) + all);
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("upscaling was interrupted before " + line);
            }
            progress.update(() -> line);
            predict(canvas.tile(i));
        }
        progress.done(Html.paragraph("tiles " + canvas.tiles() + all));
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
