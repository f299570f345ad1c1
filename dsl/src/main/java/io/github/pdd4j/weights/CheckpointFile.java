package io.github.pdd4j.weights;

import io.github.pdd4j.io.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A checkpoint on disk or in memory: its bytes, its name for messages, and its SHA-256. */
final class CheckpointFile {
    private static final int LONGEST_SHOWN = 200;

    private final @Nullable Path path;
    private final String name;
    private final FileSlice bytes;
    private volatile @Nullable String sha256;

    private CheckpointFile(@Nullable Path path, String name, FileSlice bytes) {
        this.path = path;
        this.name = name;
        this.bytes = bytes;
    }

    /** Creates a checkpoint in memory, which has no sibling files. */
    static CheckpointFile of(String name, byte[] content) {
        return new CheckpointFile(null, name, FileSlice.of(content));
    }

    static CheckpointFile open(Path path) {
        return open(path, FileSlice::open);
    }

    /** Reads the file into memory where an array can hold it, instead of keeping it open. */
    static CheckpointFile whole(Path path) {
        return open(path, FileSlice::whole);
    }

    private interface Opening {
        FileSlice of(Path path) throws IOException;
    }

    private static CheckpointFile open(Path path, Opening opening) {
        try {
            if (Files.isDirectory(path)) {
                throw new IllegalArgumentException("checkpoint must be a file, got the folder " + path
                        + ": name a .pth, .safetensors or ncnn .param file in it");
            }
            CheckpointFile file = new CheckpointFile(path, String.valueOf(path.getFileName()), opening.of(path));
            UnsupportedFile.refuse(file);
            return file;
        } catch (IOException e) {
            String next = Files.exists(path) ? "check its permissions" : "check the path";
            throw new UncheckedIOException(
                    "checkpoint must be an existing and readable file, got " + path + " (" + FileFailure.reason(e)
                            + "): " + next,
                    e);
        }
    }

    /** Returns the file with this name in the same folder; empty if it does not exist. */
    Optional<Path> sibling(String name) {
        return Optional.ofNullable(path).map(file -> file.resolveSibling(name)).filter(Files::exists);
    }

    FileSlice bytes() {
        return bytes;
    }

    String name() {
        return name;
    }

    String sha256() {
        String known = sha256;
        if (known == null) {
            known = bytes.sha256();
            sha256 = known;
        }
        return known;
    }

    StateDict stateDict(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
        if (tensors.isEmpty()) {
            throw refused("hold at least one named tensor", "none", "save the network's state_dict() and use that");
        }
        return new StateDict(tensors, metadata, this);
    }

    /** Returns an error that says what the file must do, what was found, and what to do next. */
    IllegalArgumentException refused(String must, String got, String next) {
        return new IllegalArgumentException(
                "checkpoint " + name() + " must " + must + ", got " + shown(got) + ": " + next);
    }

    /** Text from a file may be very long or contain control characters. */
    private static String shown(String got) {
        String start = got.length() > LONGEST_SHOWN ? got.substring(0, LONGEST_SHOWN) + "…" : got;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    /** Returns an error for a truncated or damaged file. */
    IllegalArgumentException damaged(String must, String got) {
        return refused(must, got, "the file is cut short or damaged, fetch or save it again");
    }
}
