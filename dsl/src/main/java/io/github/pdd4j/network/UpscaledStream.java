package io.github.pdd4j.network;

import io.github.pdd4j.image.Picture;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a stream, each upscaled when it is asked for.
 *
 * <p>A {@code flatMap} over an opened upscaler would not do: asked through {@code iterator()} it computes every picture
 * before it gives the first one.
 */
final class UpscaledStream implements Spliterator<Picture> {
    private static final Cleaner ABANDONED = Cleaner.create();

    private final Upscaler upscaler;
    private final Spliterator<Picture> inputs;
    private final Held held;

    private UpscaledStream(Upscaler upscaler, Spliterator<Picture> inputs, Held held) {
        this.upscaler = upscaler;
        this.inputs = inputs;
        this.held = held;
    }

    static Stream<Picture> of(Upscaler upscaler, Stream<Picture> pictures) {
        Held held = new Held();
        UpscaledStream upscaled = new UpscaledStream(upscaler, pictures.spliterator(), held);
        // A source is not told of it when a limit, a findFirst or a half-used iterator asks for no more.
        ABANDONED.register(upscaled, held::giveBack);
        return StreamSupport.stream(upscaled, false).onClose(held::giveBack).onClose(pictures::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Picture> action) {
        boolean goesOn = false;
        try {
            goesOn = inputs.tryAdvance(
                    picture -> action.accept(held.open(upscaler).upscale(picture)));
            return goesOn;
        } finally {
            if (!goesOn) {
                held.giveBack();
            }
            Reference.reachabilityFence(this);
        }
    }

    /** One upscaler, on one thread: there is nothing to split. */
    @Override
    public @Nullable Spliterator<Picture> trySplit() {
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

    /** What is open between two pictures; apart from the stream, so that it can be given back when that is forgotten. */
    private static final class Held {
        private Upscaler.@Nullable Opened opened;

        synchronized Upscaler.Opened open(Upscaler upscaler) {
            if (opened == null) {
                opened = upscaler.open();
            }
            return opened;
        }

        synchronized void giveBack() {
            Upscaler.Opened before = opened;
            opened = null;
            if (before != null) {
                before.close();
            }
        }
    }
}
