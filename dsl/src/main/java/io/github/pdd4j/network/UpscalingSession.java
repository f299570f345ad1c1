package io.github.pdd4j.network;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Channels;
import io.github.pdd4j.image.ColorCorrection;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageSize;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Progress;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A network with its weights in the engine's memory, which upscales images tile by tile. */
final class UpscalingSession implements Upscaler.Session {
    private static final int MIN_TILE = 32;
    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile("(?i)out of memory|allocate memory|not enough memory|_ALLOC_FAILED");

    private final Network network;
    private final Upscaling settings;
    private final Scope scope;
    private final Model model;
    private final Supplier<Progress> displays;

    private UpscalingSession(ConfiguredUpscaler configured, Scope scope, Supplier<Progress> displays) {
        this.network = configured.network();
        this.settings = configured.settings();
        this.scope = scope;
        this.model = Model.frozen(network, settings.precision(), scope);
        this.displays = displays;
    }

    /** Opens a session. Each image with more than one tile gets its own progress display. */
    static UpscalingSession of(ConfiguredUpscaler configured, Supplier<Progress> displays) {
        Scope scope = Scope.inference(configured.device());
        try {
            return new UpscalingSession(configured, scope, displays);
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    @Override
    public Image upscale(Image image) {
        image.requireFinite("an image to upscale");
        requireRoom(image);
        Image input = image.rgb();
        Image colors =
                predicted(input, settings.corrected() ? ColorCorrection.towards(input)::apply : prediction -> {});
        Image result = switch (image.channels()) {
            case 1 -> Channels.luma(colors);
            case 4 -> Channels.rgba(colors, alpha(Channels.alpha(image)));
            default -> colors;
        };
        return settings.size().of(result, ImageSize.of(image)).profiledAs(image);
    }

    /**
     * Upscales alpha with the network too, as Real-ESRGAN does. Constant alpha, as of opaque images, stays exactly
     * constant.
     */
    private Image alpha(Image alpha) {
        float first = alpha.value(0, 0, 0);
        float[] values = alpha.values();
        for (float value : values) {
            if (value != first) {
                return Channels.luma(predicted(alpha.rgb(), prediction -> {}));
            }
        }
        float[] same = new float[values.length * network.scale() * network.scale()];
        Arrays.fill(same, first);
        return Image.of(1, alpha.height() * network.scale(), alpha.width() * network.scale(), same);
    }

    /** Halves the tile side while a tile does not fit into the engine's memory. */
    private Image predicted(Image input, Consumer<float[]> correction) {
        Progress progress = displays.get();
        Upscaling now = settings;
        while (true) {
            try {
                return predicted(new TileBlender(input, now, network), correction, progress);
            } catch (EngineException e) {
                String reason = String.valueOf(e.getMessage());
                if (now.tile() < 2 * MIN_TILE || !OUT_OF_MEMORY.matcher(reason).find()) {
                    throw e;
                }
                // The cache holds blocks of the larger tile's sizes, which the smaller tile may not be able to reuse.
                scope.giveBackUnused();
                now = now.tile(now.tile() / 2);
            }
        }
    }

    /** Corrects and clips in place, because the result is by far the largest object on the Java heap. */
    private Image predicted(TileBlender blender, Consumer<float[]> correction, Progress progress) {
        return blender.image(values -> {
            draw(blender, values, progress);
            correction.accept(values);
            clip(values);
        });
    }

    private void draw(TileBlender blender, float[] values, Progress display) {
        Progress progress = blender.tiles() == 1 ? Progress.silent() : display;
        String all = " of " + blender.tiles() + ", " + blender.tile(0).width() + " pixels wide";
        for (int i = 0; i < blender.tiles(); i++) {
            Html line = Html.paragraph("tile " + (i + 1) + all);
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("upscaling was interrupted before " + line);
            }
            progress.update(() -> line);
            predict(blender.tile(i), values);
        }
        progress.done(Html.paragraph("tiles " + blender.tiles() + all));
    }

    private void predict(TileBlender.Tile tile, float[] values) {
        try (Scope step = scope.unrecorded()) {
            NDArray x = step.tensor(tile.read(), 1, 3, tile.height(), tile.width());
            float[] prediction = model.predict(x).toFloatArray();
            requireFinite(prediction);
            tile.add(prediction, values);
        }
    }

    /** Checks once more after the color correction, whose gain is unbounded. */
    private void clip(float[] values) {
        requireFinite(values);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0f, Math.min(values[i], 1f));
        }
    }

    /** Clipping would turn NaN into black, which looks like a prediction. */
    private void requireFinite(float... values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("predictions must be finite, got " + value + " from " + network
                        + ", as a network whose training diverged gives them: use weights of an earlier checkpoint");
            }
        }
    }

    /**
     * Returns the maximum number of floats per output pixel, including intermediate images for gray, alpha and
     * resizing.
     */
    private long numbers(Image image) {
        long network = switch (image.channels()) {
            case 1 -> 3 + 1;
            case 4 -> 3 + 1 + 4;
            default -> 3;
        };
        return settings.size() instanceof OutputSize.OfNetwork ? network : 3 * network;
    }

    private void requireRoom(Image image) {
        long before = (long) image.width() * image.height();
        long pixels = before * network.scale() * network.scale();
        // A third of the Java heap is reserved for small, short-lived objects.
        long needed = Float.BYTES * (3 * before + numbers(image) * pixels) * 3 / 2;
        long most = Runtime.getRuntime().maxMemory();
        if (needed > most || 4 * pixels > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "an image to upscale must fit into Java's memory with its result, got %s times %d, "
                            + "which needs %.1f of %.1f GB: cut it into parts or start Java with a larger -Xmx",
                    image.sizeText(),
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
