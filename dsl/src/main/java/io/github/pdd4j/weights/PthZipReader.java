package io.github.pdd4j.weights;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads PyTorch's format since 1.6: a zip archive with one pickle and one entry for each storage. */
final class PthZipReader {
    private static final String PICKLE = "/data.pkl";
    private static final int SHOWN = 3;
    private static final Predicate<String> WEIGHTS = Pattern.compile(
                    "(?i)[^/].*\\.(pth|pt|ckpt|safetensors|bin|param|npz)")
            .asMatchPredicate();

    private final CheckpointFile file;
    private final ZipEntries entries;
    private final String archive;

    private PthZipReader(CheckpointFile file) {
        this.file = file;
        this.entries = ZipEntries.of(file);
        this.archive = archive();
    }

    static StateDict read(CheckpointFile file, @Nullable String entry) {
        var reader = new PthZipReader(file);
        reader.checkKind();
        return new PthContents(file, reader::storage).stateDict(reader.unpickled(), entry);
    }

    private String archive() {
        List<String> pickles =
                entries.names().stream().filter(name -> name.endsWith(PICKLE)).toList();
        if (pickles.size() != 1) {
            List<String> inner =
                    entries.names().stream().filter(WEIGHTS).limit(SHOWN).toList();
            if (!inner.isEmpty()) {
                throw file.refused(
                        "be a file of weights",
                        "a zip archive around " + String.join(", ", inner),
                        "unpack it and name the file in it");
            }
            throw file.refused(
                    "be a zip archive with one data.pkl, as torch.save writes it",
                    pickles.size() + " of them",
                    "save the network's state_dict() with torch.save");
        }
        return pickles.get(0).substring(0, pickles.get(0).length() - PICKLE.length());
    }

    private void checkKind() {
        boolean program = entries.names().stream()
                .anyMatch(name -> name.equals(archive + "/constants.pkl") || name.startsWith(archive + "/code/"));
        if (program) {
            throw file.refused(
                    "hold weights only",
                    "a TorchScript program",
                    "the file was not run, save its state_dict() instead");
        }
        boolean big = content("/byteorder")
                .filter(order -> order.size() < 16 && text(order).equals("big"))
                .isPresent();
        if (big) {
            throw file.refused("be little-endian", "big-endian numbers", "save it again on a little-endian machine");
        }
    }

    private static String text(FileSlice bytes) {
        return new String(bytes.read(0, (int) bytes.size()).array(), StandardCharsets.US_ASCII);
    }

    private Object unpickled() {
        return new Unpickler(file, entry(PICKLE), 0).load();
    }

    private FileSlice storage(Unpickler.Storage storage) {
        return entry("/data/" + storage.key());
    }

    private FileSlice entry(String name) {
        return content(name)
                .orElseThrow(() ->
                        file.damaged("hold every storage that its pickle names", "no entry " + name.substring(1)));
    }

    private Optional<FileSlice> content(String name) {
        return entries.content(archive + name, "torch.save");
    }
}
