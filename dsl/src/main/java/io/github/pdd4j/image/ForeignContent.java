package io.github.pdd4j.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Identifies files that are not images of a readable format by their first bytes.
 *
 * @param what the kind of file; completes the sentence "this file is ..."
 * @param next the suggested action
 */
record ForeignContent(String what, String next) {
    /** The number of bytes that {@link #of} needs. */
    static final int START = 512;

    private static final String CONVERT = "convert it to PNG";
    private static final String DOWNLOAD = "download the image itself";

    /** The bytes at an offset that identify a kind of file. */
    private record Signature(int at, String bytes, ForeignContent content) {
        Signature(String bytes, String kind) {
            this(0, bytes, new ForeignContent(kind, CONVERT));
        }
    }

    /** In ISO media files, among them AVIF and HEIF, the brand follows "ftyp". */
    private static final List<Signature> SIGNATURES = List.of(
            new Signature(4, "ftypavi", new ForeignContent("an AVIF image", CONVERT)),
            new Signature(4, "ftyphei", new ForeignContent("a HEIC image", CONVERT)),
            new Signature(4, "ftyphev", new ForeignContent("a HEIC image", CONVERT)),
            new Signature(4, "ftypmif1", new ForeignContent("a HEIF image", CONVERT)),
            new Signature(4, "ftypmsf1", new ForeignContent("a HEIF image", CONVERT)),
            new Signature(4, "ftypcrx", new ForeignContent("a raw photograph (CR3)", "develop it to PNG")),
            new Signature(4, "ftyp", new ForeignContent("a video", "extract its frames as PNG")),
            new Signature("\0\0\0\fjP  \r\n\u0087\n", "a JPEG 2000 image"),
            new Signature("\u00ffO\u00ffQ", "a JPEG 2000 image"),
            new Signature("\0\0\0\fJXL \r\n\u0087\n", "a JPEG XL image"),
            new Signature("\u00ff\n", "a JPEG XL image"),
            new Signature("8BPS", "a Photoshop file"),
            new Signature("%PDF", "a PDF file"),
            new Signature("v/1\u0001", "an OpenEXR image"),
            new Signature("#?RADIANCE", "a Radiance HDR image"),
            new Signature("DDS ", "a DDS texture"),
            new Signature("qoif", "a QOI image"),
            new Signature("gimp xcf", "a GIMP file"),
            new Signature("\0\0\u0001\0", "an icon"),
            new Signature("FUJIFILMCCD-RAW", "a raw photograph (RAF)"),
            new Signature(8, "AVI ", new ForeignContent("a video", "extract its frames as PNG")),
            new Signature("\u001aE\u00df\u00a3", "a Matroska or WebM video"),
            new Signature(0, "\u0093NUMPY", new ForeignContent("a NumPy array", "save it as PNG")),
            new Signature(0, "PK\u0003\u0004", new ForeignContent("a ZIP archive", "unpack it")),
            new Signature(0, "\u001f\u008b", new ForeignContent("a gzip archive", "unpack it")));

    static Optional<ForeignContent> of(byte[] start) {
        if (start.length == 0) {
            return found("an empty file", "copy or download it again");
        }
        String begin = new String(start, StandardCharsets.ISO_8859_1);
        if (begin.chars().allMatch(c -> c == 0) && start.length > 16) {
            return found("a file of zeros, as an interrupted copy leaves it", "copy or download it again");
        }
        if (begin.startsWith("version https://git-lfs.github.com/spec/")) {
            return found("a Git LFS pointer in place of the image", "run git lfs pull");
        }
        if (begin.matches("(?s)P[1-7Ff]\\s.*")) {
            return found("a PNM image", CONVERT);
        }
        for (Signature signature : SIGNATURES) {
            if (begin.startsWith(signature.bytes, signature.at)) {
                return Optional.of(signature.content);
            }
        }
        return text(begin.replaceFirst("^\u00ef\u00bb\u00bf", "").strip().toLowerCase(Locale.ROOT));
    }

    private static Optional<ForeignContent> text(String begin) {
        boolean markup = begin.startsWith("<?xml") || begin.startsWith("<!--");
        if (begin.startsWith("<svg") || (markup && begin.contains("<svg"))) {
            return found("an SVG drawing", CONVERT);
        }
        if (begin.startsWith("<!doctype html")
                || begin.startsWith("<html")
                || begin.startsWith("<head")
                || (markup && begin.contains("<html"))) {
            return found("an HTML page in place of the image", DOWNLOAD);
        }
        if (markup) {
            return found("an XML text", DOWNLOAD);
        }
        return begin.startsWith("{\"") ? found("a JSON text", DOWNLOAD) : Optional.empty();
    }

    private static Optional<ForeignContent> found(String what, String next) {
        return Optional.of(new ForeignContent(what, next));
    }
}
