package io.github.pdd4j.network;

import io.github.pdd4j.weights.StateDict;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells weights apart: the SHA-256 of their file, or of their names and numbers where they were made in memory. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(StateDict weights) {
        return weights.sha256().orElseGet(() -> ofNumbers(weights));
    }

    private static String ofNumbers(StateDict weights) {
        MessageDigest digest = sha256();
        for (String name : weights.names()) {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            float[] numbers = weights.tensor(name).floats();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length);
            bytes.asFloatBuffer().put(numbers);
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
