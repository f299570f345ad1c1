package io.github.pdd4j.weights;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Detects files that contain no supported weights by their first bytes. */
final class ForeignContent {
    private static final int LOOKED_AT = 512;
    private static final int LONGEST_QUOTED = 40;

    private static final String UNPACK = "unpack it and name the file of weights in it";
    private static final String CONVERT = "convert the network to .safetensors or .pth";
    private static final String IMAGE = "name a file of weights here, images are read by image(...)";
    private static final String DOWNLOAD =
            "a download of an error or a login page looks like this, download the file of weights itself";

    /**
     * A file type.
     *
     * @param start the first bytes, as ISO 8859-1 characters
     * @param what the name of the file type, for messages
     * @param next what to do, for messages
     */
    private record Signature(String start, String what, String next) {}

    private static final List<Signature> SIGNATURES = List.of(
            new Signature("\u001f\u008b", "a gzip archive", UNPACK),
            new Signature("7z\u00bc\u00af'\u001c", "a 7-Zip archive", UNPACK),
            new Signature("Rar!\u001a\u0007", "a RAR archive", UNPACK),
            new Signature("\u00fd7zXZ\0", "an xz archive", UNPACK),
            new Signature("BZh", "a bzip2 archive", UNPACK),
            new Signature("(\u00b5/\u00fd", "a Zstandard archive", UNPACK),
            new Signature("\u0089HDF\r\n\u001a\n", "an HDF5 file, as Keras and TensorFlow write it", CONVERT),
            new Signature("GGUF", "a GGUF file", CONVERT),
            new Signature("\u0089PNG\r\n\u001a\n", "a PNG image", IMAGE),
            new Signature("\u00ff\u00d8\u00ff", "a JPEG image", IMAGE),
            new Signature("GIF8", "a GIF image", IMAGE),
            new Signature("II*\0", "a TIFF image", IMAGE),
            new Signature("MM\0*", "a TIFF image", IMAGE),
            new Signature("RIFF", "a RIFF file, such as a WebP image", IMAGE),
            new Signature("%PDF-", "a PDF document", DOWNLOAD));

    private ForeignContent() {}

    /** Rejects an empty file, a web page, a Git LFS pointer, an image or an archive, and says which it is. */
    static void refuse(CheckpointFile file) {
        // The length of a safetensors header can look like a signature.
        if (SafetensorsReader.recognizes(file.bytes())) {
            return;
        }
        refusal(file, begin(file.bytes())).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /**
     * Returns the error for a file that no reader recognizes. Text is quoted, because it may be an error message of a
     * server.
     */
    static IllegalArgumentException unknown(CheckpointFile file) {
        String must = "be a PyTorch (.pth), safetensors, NumPy (.npz) or ncnn file (.bin beside its .param)";
        String begin = begin(file.bytes()).strip();
        if (isText(begin)) {
            String quoted = begin.length() > LONGEST_QUOTED ? begin.substring(0, LONGEST_QUOTED) + "…" : begin;
            return file.refused(must, "a text that begins \"" + quoted + "\"", DOWNLOAD);
        }
        return file.refused(must, "another content", "save the weights in one of these formats");
    }

    private static Optional<IllegalArgumentException> refusal(CheckpointFile file, String begin) {
        String must = "hold the weights of a network";
        if (file.bytes().size() == 0) {
            return Optional.of(file.refused(must, "an empty file", "fetch or save it again"));
        }
        String text = begin.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("version https://git-lfs") || text.startsWith("version https://hawser")) {
            return Optional.of(file.refused(
                    must,
                    "a Git LFS pointer, which only says where they are",
                    "run git lfs pull in its repository, or download the file itself"));
        }
        String markup = markup(text);
        if (markup != null) {
            return Optional.of(file.refused(must, markup, DOWNLOAD));
        }
        if (text.startsWith("{\"") || text.matches("(?s)\\{\\s+\".*")) {
            return Optional.of(file.refused(
                    must, "a JSON text", "name the file of the weights itself, which ends in .safetensors or .pth"));
        }
        return SIGNATURES.stream()
                .filter(signature -> begin.startsWith(signature.start))
                .findFirst()
                .map(signature -> file.refused(must, signature.what, signature.next));
    }

    private static @Nullable String markup(String text) {
        String bare = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3).strip() : text;
        if (!bare.startsWith("<")) {
            return null;
        }
        boolean html = bare.contains("<html") || bare.startsWith("<!doctype html") || bare.startsWith("<head");
        return html ? "an HTML page" : "an XML or HTML text";
    }

    private static boolean isText(String begin) {
        return begin.length() > 3 && begin.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || Character.isWhitespace(c));
    }

    private static String begin(FileSlice bytes) {
        int length = (int) Math.min(LOOKED_AT, bytes.size());
        return new String(bytes.read(0, length).array(), StandardCharsets.ISO_8859_1);
    }
}
