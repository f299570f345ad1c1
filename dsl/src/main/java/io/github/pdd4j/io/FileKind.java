package io.github.pdd4j.io;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kind of a file by its first bytes, for messages about a file that is not what it was taken for.
 *
 * <pre>{@code
 * System.out.println(FileKind.of("%PDF-1.7".getBytes()).orElseThrow().name());
 * }</pre>
 *
 * @param group what can be done with files of this kind
 * @param name the kind with its article; completes the sentence "this file is ..."
 */
public record FileKind(Group group, String name) {
    /** The number of bytes that {@link #of} needs. */
    public static final int START = 512;

    /** Kinds of files for which the same advice holds. */
    public enum Group {
        /** A file without bytes. */
        EMPTY,
        /** Only zeros, as an interrupted copy leaves them. */
        ZEROS,
        /** A text of Git LFS that names the content. */
        LFS_POINTER,
        /** A web page, as a login or an error gives it. */
        HTML,
        /** Another text in angle brackets. */
        MARKUP,
        /** A JSON text. */
        JSON,
        /** A raster image. */
        IMAGE,
        /** A vector drawing or a document. */
        DOCUMENT,
        /** The samples of a camera's sensor. */
        RAW_PHOTOGRAPH,
        /** A video. */
        VIDEO,
        /** One array of NumPy. */
        ARRAY,
        /** The weights of a network in the format of another framework. */
        MODEL,
        /** A ZIP archive, which PyTorch and NumPy use too. */
        ZIP,
        /** Another archive. */
        ARCHIVE
    }

    /** The bytes at an offset that identify a kind of file, as ISO 8859-1 characters. */
    private record Signature(int at, String bytes, FileKind kind) {
        Signature(String bytes, Group group, String name) {
            this(0, bytes, new FileKind(group, name));
        }

        Signature(int at, String bytes, Group group, String name) {
            this(at, bytes, new FileKind(group, name));
        }
    }

    /** The first that fits counts. In ISO media files, among them AVIF and HEIF, the brand follows "ftyp". */
    private static final List<Signature> SIGNATURES = List.of(
            new Signature("\u0089PNG\r\n\u001a\n", Group.IMAGE, "a PNG image"),
            new Signature("\u00ff\u00d8\u00ff", Group.IMAGE, "a JPEG image"),
            new Signature("GIF8", Group.IMAGE, "a GIF image"),
            new Signature("II*\0", Group.IMAGE, "a TIFF image"),
            new Signature("MM\0*", Group.IMAGE, "a TIFF image"),
            new Signature(8, "WEBP", Group.IMAGE, "a WebP image"),
            new Signature(4, "ftypavi", Group.IMAGE, "an AVIF image"),
            new Signature(4, "ftyphei", Group.IMAGE, "a HEIC image"),
            new Signature(4, "ftyphev", Group.IMAGE, "a HEIC image"),
            new Signature(4, "ftypmif1", Group.IMAGE, "a HEIF image"),
            new Signature(4, "ftypmsf1", Group.IMAGE, "a HEIF image"),
            new Signature(4, "ftypcrx", Group.RAW_PHOTOGRAPH, "a raw photograph (CR3)"),
            new Signature(4, "ftyp", Group.VIDEO, "a video"),
            new Signature("\0\0\0\fjP  \r\n\u0087\n", Group.IMAGE, "a JPEG 2000 image"),
            new Signature("\u00ffO\u00ffQ", Group.IMAGE, "a JPEG 2000 image"),
            new Signature("\0\0\0\fJXL \r\n\u0087\n", Group.IMAGE, "a JPEG XL image"),
            new Signature("\u00ff\n", Group.IMAGE, "a JPEG XL image"),
            new Signature("8BPS", Group.IMAGE, "a Photoshop file"),
            new Signature("v/1\u0001", Group.IMAGE, "an OpenEXR image"),
            new Signature("#?RADIANCE", Group.IMAGE, "a Radiance HDR image"),
            new Signature("DDS ", Group.IMAGE, "a DDS texture"),
            new Signature("qoif", Group.IMAGE, "a QOI image"),
            new Signature("gimp xcf", Group.IMAGE, "a GIMP file"),
            new Signature("\0\0\u0001\0", Group.IMAGE, "an icon"),
            new Signature("FUJIFILMCCD-RAW", Group.RAW_PHOTOGRAPH, "a raw photograph (RAF)"),
            new Signature(8, "AVI ", Group.VIDEO, "a video"),
            new Signature("\u001aE\u00df\u00a3", Group.VIDEO, "a Matroska or WebM video"),
            new Signature("RIFF", Group.VIDEO, "a RIFF file of sounds or images"),
            new Signature("%PDF", Group.DOCUMENT, "a PDF file"),
            new Signature("\u0093NUMPY", Group.ARRAY, "a NumPy array"),
            new Signature("\u0089HDF\r\n\u001a\n", Group.MODEL, "an HDF5 file"),
            new Signature("GGUF", Group.MODEL, "a GGUF file"),
            new Signature("PK\u0003\u0004", Group.ZIP, "a ZIP archive"),
            new Signature("\u001f\u008b", Group.ARCHIVE, "a gzip archive"),
            new Signature("7z\u00bc\u00af'\u001c", Group.ARCHIVE, "a 7-Zip archive"),
            new Signature("Rar!\u001a\u0007", Group.ARCHIVE, "a RAR archive"),
            new Signature("\u00fd7zXZ\0", Group.ARCHIVE, "an xz archive"),
            new Signature("BZh", Group.ARCHIVE, "a bzip2 archive"),
            new Signature("(\u00b5/\u00fd", Group.ARCHIVE, "a Zstandard archive"));

    private static final int MIN_ZEROS = 16;

    /**
     * Identifies a file.
     *
     * @param start the first {@link #START} bytes, or all of a shorter file
     * @return the kind; empty if it is unknown
     */
    public static Optional<FileKind> of(byte[] start) {
        if (start.length == 0) {
            return found(Group.EMPTY, "an empty file");
        }
        String begin = new String(start, StandardCharsets.ISO_8859_1);
        if (start.length > MIN_ZEROS && begin.chars().allMatch(c -> c == 0)) {
            return found(Group.ZEROS, "a file of zeros, as an interrupted copy leaves it");
        }
        Optional<FileKind> text =
                text(begin.replaceFirst("^\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT));
        if (text.isPresent()) {
            return text;
        }
        if (begin.matches("(?s)P[1-7Ff]\\s.*")) {
            return found(Group.IMAGE, "a PNM image");
        }
        // The version of the format, 3 to 15, and the length of the producer's name: two fields of a protocol buffer.
        if (begin.matches("(?s)\\x08[\\x03-\\x0f]\\x12[\\x01-\\x40]\\p{Alnum}.*")) {
            return found(Group.MODEL, "an ONNX file");
        }
        return SIGNATURES.stream()
                .filter(signature -> begin.startsWith(signature.bytes, signature.at))
                .findFirst()
                .map(Signature::kind);
    }

    private static Optional<FileKind> text(String begin) {
        if (begin.startsWith("version https://git-lfs") || begin.startsWith("version https://hawser")) {
            return found(Group.LFS_POINTER, "a Git LFS pointer");
        }
        if (begin.matches("(?s)\\{\\s*\".*")) {
            return found(Group.JSON, "a JSON text");
        }
        return begin.matches("(?s)<[a-z!?].*") ? markup(begin) : Optional.empty();
    }

    /** A page may hold a drawing and a drawing a page: the outer one counts. */
    private static Optional<FileKind> markup(String begin) {
        int page = begin.startsWith("<!doctype html") || begin.startsWith("<head") ? 0 : begin.indexOf("<html");
        int drawing = begin.indexOf("<svg");
        if (page >= 0 && (drawing < 0 || page < drawing)) {
            return found(Group.HTML, "an HTML page");
        }
        return drawing >= 0 ? found(Group.DOCUMENT, "an SVG drawing") : found(Group.MARKUP, "an XML or HTML text");
    }

    private static Optional<FileKind> found(Group group, String name) {
        return Optional.of(new FileKind(group, name));
    }
}
