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
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();
    private static final Map<String, String> TO_KEEP = new ConcurrentHashMap<>();
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

    /** Returns the digest of each file in order; {@link #progress()} reports the progress. */
    static List<String> of(List<Path> files, Path kept) {
        load(kept);
        try {
            long bytes = 0;
            String[] digests = new String[files.size()];
            for (int i = 0; i < digests.length; i++) {
                NOW.set(new Progress(i + 1, digests.length, bytes));
                digests[i] = of(files.get(i));
                bytes += Files.size(files.get(i));
            }
            return List.of(digests);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "images must stay where they are while they are read, got " + FileFailure.reason(e) + " for "
                            + e.getMessage() + ": restore it and call again",
                    e);
        } finally {
            NOW.set(null);
            keep(kept);
        }
    }

    static List<String> of(List<Path> files) {
        return of(files, HomeFolder.digests());
    }

    static String of(Path file) {
        try {
            String version = version(file);
            String known = KNOWN.get(version);
            if (known == null) {
                long begun = System.currentTimeMillis();
                known = Sha256.of(file);
                KNOWN.put(version, known);
                if (Files.getLastModifiedTime(file).toMillis() < begun - RACY_MILLIS && version.equals(version(file))) {
                    TO_KEEP.put(version, known);
                    fresh = true;
                }
            }
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "an image must be readable, got " + file + " (" + FileFailure.reason(e) + "): check the file", e);
        }
    }

    /** Path, size and times. On Unix file systems this includes ctime, which cannot be set back. */
    private static String version(Path file) throws IOException {
        Path real = file.toRealPath();
        String changed = real.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? String.valueOf(Files.getAttribute(real, "unix:ctime"))
                : "";
        return real + "\t" + Files.size(real) + "\t"
                + Files.getLastModifiedTime(real).to(TimeUnit.NANOSECONDS) + "\t" + changed;
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
                    KNOWN.putIfAbsent(line.substring(0, last), line.substring(last + 1));
                    TO_KEEP.putIfAbsent(line.substring(0, last), line.substring(last + 1));
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
            String lines = TO_KEEP.entrySet().stream()
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
        KNOWN.clear();
        TO_KEEP.clear();
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
