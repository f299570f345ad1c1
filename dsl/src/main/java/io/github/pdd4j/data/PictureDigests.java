package io.github.pdd4j.data;

import io.github.pdd4j.image.Picture;
import io.github.pdd4j.weights.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** SHA-256 of pictures; a file is read once in a process as long as it does not change. */
final class PictureDigests {
    private static final Map<Version, String> KNOWN = new ConcurrentHashMap<>();

    private record Version(Path file, long size, FileTime modified) {}

    private PictureDigests() {}

    static String of(Path file) {
        try {
            Version version = new Version(file.toAbsolutePath(), Files.size(file), Files.getLastModifiedTime(file));
            String known = KNOWN.get(version);
            if (known == null) {
                known = Sha256.of(file);
                KNOWN.put(version, known);
            }
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException("a picture must be readable, got " + file + ": check the file", e);
        }
    }

    static String of(Picture picture) {
        float[] values = picture.values();
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        return Sha256.of(digest -> {
            digest.update((picture.channels() + " " + picture.sizeText()).getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
    }
}
