package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** The most recently used pictures, in at most a quarter of the heap: crops ask for the same pictures again and again. */
final class PictureCache {
    static final PictureCache SHARED = new PictureCache(Runtime.getRuntime().maxMemory() / (4L * Float.BYTES));

    private final long mostValues;
    private final Map<Key, Picture> pictures = new LinkedHashMap<>(16, 0.75f, true);
    private long values;

    PictureCache(long mostValues) {
        this.mostValues = mostValues;
    }

    /** The owner's picture of that index, loaded (outside the lock) where it is not held. */
    Picture of(Object owner, int index, IntFunction<Picture> load) {
        Key key = new Key(owner, index);
        synchronized (this) {
            Picture held = pictures.get(key);
            if (held != null) {
                return held;
            }
        }
        Picture loaded = load.apply(index);
        hold(key, loaded);
        return loaded;
    }

    private synchronized void hold(Key key, Picture picture) {
        if (size(picture) > mostValues || pictures.putIfAbsent(key, picture) != null) {
            return;
        }
        values += size(picture);
        var oldest = pictures.values().iterator();
        while (values > mostValues) {
            values -= size(oldest.next());
            oldest.remove();
        }
    }

    synchronized long values() {
        return values;
    }

    private static long size(Picture picture) {
        return (long) picture.channels() * picture.height() * picture.width();
    }

    /** Owners are told apart by identity: a folder that is listed again is read again. */
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
