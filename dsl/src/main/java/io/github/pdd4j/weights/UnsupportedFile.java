package io.github.pdd4j.weights;

import io.github.pdd4j.io.FileKind;
import java.nio.charset.StandardCharsets;

/** Refuses files that contain no supported weights, by their first bytes. */
final class UnsupportedFile {
    private static final int LONGEST_QUOTED = 40;

    private static final String IMAGE = "name a file of weights here, images are read by image(...)";
    private static final String DOWNLOAD =
            "a download of an error or a login page looks like this, download the file of weights itself";

    private UnsupportedFile() {}

    /** Rejects an empty file, a web page, a Git LFS pointer, an image or an archive, and says which it is. */
    static void refuse(CheckpointFile file) {
        // The length of a safetensors header can look like a signature.
        if (SafetensorsReader.recognizes(file.bytes())) {
            return;
        }
        FileKind.of(start(file.bytes())).filter(kind -> !mayBeWeights(kind)).ifPresent(kind -> {
            throw file.refused("hold the weights of a network", got(kind), next(kind));
        });
    }

    /** Zeros are weights too, in the .bin of an ncnn network. */
    private static boolean mayBeWeights(FileKind kind) {
        return kind.group() == FileKind.Group.ZIP || kind.group() == FileKind.Group.ZEROS;
    }

    private static String got(FileKind kind) {
        return kind.group() == FileKind.Group.LFS_POINTER
                ? kind.name() + ", which only says where they are"
                : kind.name();
    }

    private static String next(FileKind kind) {
        return switch (kind.group()) {
            case EMPTY, ZEROS -> "fetch or save it again";
            case LFS_POINTER -> "run git lfs pull in its repository, or download the file itself";
            case HTML, MARKUP, DOCUMENT -> DOWNLOAD;
            case JSON -> "name the file of the weights itself, which ends in .safetensors or .pth";
            case IMAGE, RAW_PHOTOGRAPH, VIDEO -> IMAGE;
            case ARRAY, MODEL -> "convert the network to .safetensors or .pth";
            case ZIP, ARCHIVE -> "unpack it and name the file of weights in it";
        };
    }

    /**
     * Returns the error for a file that no reader recognizes. Text is quoted, because it may be an error message of a
     * server.
     */
    static IllegalArgumentException unknown(CheckpointFile file) {
        String must = "be a PyTorch (.pth), safetensors, NumPy (.npz) or ncnn file (.bin beside its .param)";
        byte[] start = start(file.bytes());
        String begin = new String(start, StandardCharsets.ISO_8859_1).strip();
        if (isText(begin)) {
            String quoted = begin.length() > LONGEST_QUOTED ? begin.substring(0, LONGEST_QUOTED) + "…" : begin;
            return file.refused(must, "a text that begins \"" + quoted + "\"", DOWNLOAD);
        }
        return FileKind.of(start)
                .map(kind -> file.refused(must, kind.name(), next(kind)))
                .orElseGet(() -> file.refused(must, "another content", "save the weights in one of these formats"));
    }

    private static boolean isText(String begin) {
        return begin.length() > 3 && begin.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || Character.isWhitespace(c));
    }

    private static byte[] start(FileSlice bytes) {
        return bytes.read(0, (int) Math.min(FileKind.START, bytes.size())).array();
    }
}
