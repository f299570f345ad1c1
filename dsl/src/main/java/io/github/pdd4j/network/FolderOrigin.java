package io.github.pdd4j.network;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.setting.Facts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What made the images of a folder, as stored in {@code upscaled-by.json}.
 *
 * @param format version of the file format
 * @param network name of the upscaler, for people
 * @param sha256 SHA-256 of the checkpoint, for people; empty for an interpolation
 * @param upscaler the values of the upscaler that are compared
 * @param input how the stored images were changed before, which is compared; null in a file of an earlier build
 */
record FolderOrigin(
        int format,
        String network,
        String sha256,
        JsonElement upscaler,
        @Nullable JsonElement input) {
    private static final int FORMAT = 1;
    private static final String FILE = "upscaled-by.json";
    private static final String EARLIER_FILE = "upscaled-by.txt";
    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** Digests are longer than this and shown by their beginning, as in tables. */
    private static final int MAX_SHOWN = 32;

    FolderOrigin {
        Objects.requireNonNull(network);
        Objects.requireNonNull(sha256);
        Objects.requireNonNull(upscaler);
        if (format != FORMAT) {
            throw new IllegalArgumentException("format must be " + FORMAT + ", got " + format);
        }
    }

    /**
     * Returns the origin of images to make.
     *
     * @param identity the upscaler
     * @param images the images to upscale
     */
    static FolderOrigin of(Identity identity, Images images) {
        return new FolderOrigin(
                FORMAT,
                identity.source(),
                identity.sha256(),
                Facts.of(identity.facts()),
                alike(Facts.of(images.facts())));
    }

    /** Joined sets that were changed alike are as one set, which may grow from call to call. */
    private static JsonElement alike(JsonElement facts) {
        if (!facts.isJsonArray()) {
            return facts;
        }
        JsonArray joined = new JsonArray();
        facts.getAsJsonArray().asList().stream()
                .map(FolderOrigin::alike)
                .distinct()
                .forEach(joined::add);
        return joined.size() == 1 ? joined.get(0) : joined;
    }

    /**
     * Reads the file of a folder.
     *
     * @return the origin; empty if the folder has no such file
     * @throws IllegalArgumentException if the file is damaged or written by another version
     */
    static Optional<FolderOrigin> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            if (Files.exists(folder.resolve(EARLIER_FILE))) {
                throw refused(folder, "the " + EARLIER_FILE + " of an earlier one", EARLIER_FILE, null);
            }
            return Optional.empty();
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        try {
            return Optional.of(Objects.requireNonNull(JSON.fromJson(text, FolderOrigin.class)));
        } catch (RuntimeException e) {
            throw refused(folder, "a damaged or another one", FILE, e);
        }
    }

    private static IllegalArgumentException refused(
            Path folder, String got, String toDelete, @Nullable RuntimeException cause) {
        return new IllegalArgumentException(
                "a folder of upscaled images must have an " + FILE + " of this version, got " + folder + " with " + got
                        + ": use another folder, or delete " + toDelete + " and the images to make them again",
                cause);
    }

    void write(Path folder) {
        String text = JSON.toJson(this) + "\n";
        AtomicFile.write(folder.resolve(FILE), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Checks that images of this origin may be added to a folder.
     *
     * @throws IllegalArgumentException if a value differs from that of the folder's images
     */
    void require(FolderOrigin before, Path folder) {
        List<Facts.Difference> differences = Facts.differences(upscaler, before.upscaler);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(
                    "a folder of upscaled images must be made by one network with the same settings, got " + folder
                            + " with images by " + before.network + ", and now " + text(differences)
                            + ": use another folder");
        }
        if (input != null && before.input != null && !input.equals(before.input)) {
            throw new IllegalArgumentException(
                    "a folder of upscaled images must be made from images that were changed alike, got " + folder
                            + " with images from " + before.input + ", and now from " + input
                            + ": use another folder");
        }
    }

    /** Upscalers of different kinds differ as a whole, which their names tell best. */
    private String text(List<Facts.Difference> differences) {
        return differences.stream()
                .map(each -> each.path().isEmpty()
                        ? network
                        : String.join(".", each.path()) + " " + text(each.ours()) + " in place of "
                                + text(each.theirs()))
                .collect(Collectors.joining(", "));
    }

    private static String text(@Nullable JsonElement value) {
        if (value == null) {
            return "unset";
        }
        boolean isString = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        if (!isString) {
            return value.toString();
        }
        String text = value.getAsString();
        return text.length() > MAX_SHOWN ? text.substring(0, 8) : text;
    }
}
