package io.github.pdd4j.data;

import io.github.pdd4j.image.Image;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** An LRU cache of decoded images, at most a quarter of the heap, because crops load the same images repeatedly. */
final class ImageCache {
    static final ImageCache SHARED = new ImageCache(Runtime.getRuntime().maxMemory() / (4L * Float.BYTES));

    private final long mostValues;
    private final Map<Key, Image> images = new LinkedHashMap<>(16, 0.75f, true);
    private long values;

    ImageCache(long mostValues) {
        this.mostValues = mostValues;
    }

    /** Returns the cached image, or loads it outside the lock. */
    Image of(Object owner, int index, IntFunction<Image> load) {
        Key key = new Key(owner, index);
        synchronized (this) {
            Image held = images.get(key);
            if (held != null) {
                return held;
            }
        }
        Image loaded = load.apply(index);
        hold(key, loaded);
        return loaded;
    }

    private synchronized void hold(Key key, Image image) {
        if (size(image) > mostValues || images.putIfAbsent(key, image) != null) {
            return;
        }
        values += size(image);
        var oldest = images.values().iterator();
        while (values > mostValues) {
            values -= size(oldest.next());
            oldest.remove();
        }
    }

    synchronized long values() {
        return values;
    }

    private static long size(Image image) {
        return (long) image.channels() * image.height() * image.width();
    }

    /** Owners are compared by identity, so a folder that is listed again is read again. */
    private record Key(Object owner, int index) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && owner == that.owner && index == that.index;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(owner) + index;
        }
    }
}
