package io.github.pdd4j.data;

import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.io.FileFailure;
import io.github.pdd4j.io.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 digests of images. Digests are cached in the home folder and reused while a file's size and times are
 * unchanged, because every training asks for the digests of its whole data set.
 */
final class ImageDigests {
    /**
     * A file modified this shortly before it was read may change again without a new timestamp, so its digest is not
     * saved.
     */
    private static final long RACY_MILLIS = 2000;

    private static final int MAX_KEPT = 500_000;

    /** All digests that this process knows, by the state of their file. */
    private static final Map<String, String> IN_MEMORY = new ConcurrentHashMap<>();
    /** The digests that the cache file holds or is to hold. */
    private static final Map<String, String> IN_FILE = new ConcurrentHashMap<>();

    private static final AtomicReference<@Nullable Progress> NOW = new AtomicReference<>();
    private static boolean loaded;
    private static volatile boolean fresh;

    private ImageDigests() {}

    private record Progress(int file, int files, long bytes) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "hashing images, %d of %d files, %.1f GB", file, files, bytes / 1e9);
        }
    }

    /** Returns a message about the file that is being hashed, if any. */
    static Optional<String> progress() {
        return Optional.ofNullable(NOW.get()).map(Progress::toString);
    }

    /** Returns the digest of each file; {@link #progress()} reports the progress. */
    static Map<Path, String> of(List<Path> files, Path kept) {
        load(kept);
        Map<Path, String> digests = new LinkedHashMap<>();
        try {
            long bytes = 0;
            for (Path file : files) {
                NOW.set(new Progress(digests.size() + 1, files.size(), bytes));
                Version version = version(file);
                digests.put(file, of(file, version));
                bytes += version.size;
            }
            return digests;
        } finally {
            NOW.set(null);
            keep(kept);
        }
    }

    static Map<Path, String> of(List<Path> files) {
        return files.isEmpty() ? Map.of() : of(files, HomeFolder.digests());
    }

    private static String of(Path file, Version version) {
        String known = IN_MEMORY.get(version.text);
        if (known != null) {
            return known;
        }
        long begun = System.currentTimeMillis();
        try {
            known = Sha256.of(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        IN_MEMORY.put(version.text, known);
        if (version.modified < begun - RACY_MILLIS && version.equals(version(file))) {
            IN_FILE.put(version.text, known);
            fresh = true;
        }
        return known;
    }

    private static UncheckedIOException unreadable(Path file, IOException e) {
        return new UncheckedIOException(
                "an image must be readable, got " + file + " (" + FileFailure.reason(e) + "): check the file", e);
    }

    /**
     * The state of a file.
     *
     * @param text path, size and times. On Unix file systems this includes ctime, which cannot be set back
     * @param size size in bytes
     * @param modified time of the last change in milliseconds
     */
    private record Version(String text, long size, long modified) {}

    private static Version version(Path file) {
        try {
            Path real = file.toRealPath();
            boolean unix = real.getFileSystem().supportedFileAttributeViews().contains("unix");
            Map<String, Object> known =
                    Files.readAttributes(real, unix ? "unix:size,lastModifiedTime,ctime" : "size,lastModifiedTime");
            long size = (Long) Objects.requireNonNull(known.get("size"));
            FileTime modified = (FileTime) Objects.requireNonNull(known.get("lastModifiedTime"));
            Object changed = unix ? known.get("ctime") : "";
            return new Version(
                    real + "\t" + size + "\t" + modified.to(TimeUnit.NANOSECONDS) + "\t" + changed,
                    size,
                    modified.toMillis());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static synchronized void load(Path kept) {
        if (loaded || !Files.isRegularFile(kept)) {
            return;
        }
        loaded = true;
        try {
            for (String line : Files.readAllLines(kept)) {
                int last = line.lastIndexOf('\t');
                if (last > 0 && line.length() - last == 65) {
                    IN_MEMORY.putIfAbsent(line.substring(0, last), line.substring(last + 1));
                    IN_FILE.putIfAbsent(line.substring(0, last), line.substring(last + 1));
                }
            }
        } catch (IOException e) {
            // An unreadable cache is rebuilt from the images.
        }
    }

    private static synchronized void keep(Path kept) {
        if (!fresh) {
            return;
        }
        fresh = false;
        try {
            String lines = IN_FILE.entrySet().stream()
                    .filter(entry -> entry.getKey().lines().count() == 1)
                    .limit(MAX_KEPT)
                    .map(entry -> entry.getKey() + "\t" + entry.getValue() + "\n")
                    .collect(Collectors.joining());
            Files.createDirectories(kept.toAbsolutePath().resolveSibling(""));
            AtomicFile.write(kept, out -> out.write(lines.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException | UncheckedIOException e) {
            // If the home folder is not writable, the next process computes the digests again.
        }
    }

    /** Clears the state in memory, as in a new process. */
    static synchronized void forget() {
        IN_MEMORY.clear();
        IN_FILE.clear();
        loaded = false;
    }

    static String of(Image image) {
        float[] values = image.values();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        return Sha256.of(digest -> {
            digest.update((image.channels() + " " + image.sizeText()).getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
    }
}
