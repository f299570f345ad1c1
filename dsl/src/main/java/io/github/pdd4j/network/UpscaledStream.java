package io.github.pdd4j.network;

import io.github.pdd4j.image.Image;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stream of images that are upscaled on demand.
 *
 * <p>A {@code flatMap} over an open session does not work: when read through {@code iterator()}, it computes every
 * image before it returns the first one.
 */
final class UpscaledStream implements Spliterator<Image> {
    private static final Cleaner ABANDONED = Cleaner.create();

    private final Upscaler upscaler;
    private final Spliterator<Image> inputs;
    private final Held held;

    private UpscaledStream(Upscaler upscaler, Spliterator<Image> inputs, Held held) {
        this.upscaler = upscaler;
        this.inputs = inputs;
        this.held = held;
    }

    static Stream<Image> of(Upscaler upscaler, Stream<Image> images) {
        Held held = new Held();
        UpscaledStream upscaled = new UpscaledStream(upscaler, images.spliterator(), held);
        // A limit, a findFirst or an abandoned iterator stops reading without notifying the source.
        ABANDONED.register(upscaled, held::giveBack);
        return StreamSupport.stream(upscaled, false).onClose(held::giveBack).onClose(images::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Image> action) {
        boolean goesOn = false;
        try {
            goesOn =
                    inputs.tryAdvance(image -> action.accept(held.open(upscaler).upscale(image)));
            return goesOn;
        } finally {
            if (!goesOn) {
                held.giveBack();
            }
            Reference.reachabilityFence(this);
        }
    }

    /** Never splits: there is one session, on one thread. */
    @Override
    public @Nullable Spliterator<Image> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return inputs.estimateSize();
    }

    @Override
    public int characteristics() {
        return inputs.characteristics() & (ORDERED | SIZED);
    }

    /**
     * The open session. It does not refer to the stream, so that the cleaner can close it when the stream is
     * unreachable.
     */
    private static final class Held {
        private Upscaler.@Nullable Session opened;

        synchronized Upscaler.Session open(Upscaler upscaler) {
            if (opened == null) {
                opened = upscaler.open();
            }
            return opened;
        }

        synchronized void giveBack() {
            Upscaler.Session before = opened;
            opened = null;
            if (before != null) {
                before.close();
            }
        }
    }
}
