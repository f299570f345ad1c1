package io.github.pdd4j.network;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.PictureFormat;
import io.github.pdd4j.image.Pictures;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/** Upscales pictures into a folder, going on where an earlier run of the same network and settings stopped. */
final class FolderRun {
    private static final String ORIGIN = "upscaled-by.txt";

    private final Upscaler upscaler;
    private final Images pictures;
    private final Path folder;
    private final PictureFormat format;
    private final Set<String> twins;
    private final FolderReport report = new FolderReport();

    FolderRun(Upscaler upscaler, Images pictures, Path folder, PictureFormat format) {
        this.upscaler = upscaler;
        this.pictures = pictures;
        this.folder = folder;
        this.format = format;
        Set<String> seen = new HashSet<>();
        this.twins = pictures.names().stream().filter(name -> !seen.add(name)).collect(Collectors.toSet());
    }

    Table table() {
        claim();
        Progress progress = Progress.start();
        try (Upscaler.Opened opened = upscaler.open()) {
            for (int i = 0; i < pictures.size() && !Thread.currentThread().isInterrupted(); i++) {
                tryToUpscale(i, opened);
                Html line = Html.paragraph(report.line(pictures.size()));
                progress.update(() -> line);
            }
        }
        Table table = report.table(pictures.size());
        progress.done(Html.paragraph(table.name()));
        return table;
    }

    /** A picture that Java has no memory for leaves the memory as it was: the others go on. */
    private void tryToUpscale(int index, Upscaler.Opened opened) {
        try {
            upscale(index, opened);
        } catch (OutOfMemoryError e) {
            report.failed(
                    pictures.names().get(index),
                    "a picture must fit into Java's memory, got one that does not: "
                            + "cut it into parts or start Java with a larger -Xmx");
        }
    }

    private void upscale(int index, Upscaler.Opened opened) {
        String name = pictures.names().get(index);
        if (isDone(index)) {
            report.there(name);
            return;
        }
        long start = System.nanoTime();
        Picture input;
        Picture result;
        try {
            input = pictures.load(index);
            result = opened.upscale(input);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            report.failed(name, String.valueOf(e.getMessage()));
            return;
        }
        Pictures.save(result.profiledAs(input), target(index), bits(index));
        report.written(name, input, result, (System.nanoTime() - start) / 1e9);
    }

    /** Written by this network, and after its input was changed last. */
    private boolean isDone(int index) {
        Path target = target(index);
        try {
            return Files.isRegularFile(target)
                    && (pictures.file(index).isEmpty()
                            || Files.getLastModifiedTime(target)
                                            .compareTo(Files.getLastModifiedTime(
                                                    pictures.file(index).get()))
                                    >= 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int bits(int index) {
        return pictures.file(index).isPresent() && pictures.header(index).bits() == 16 ? 16 : 8;
    }

    /** The picture's name with the new ending; where two files differ in their ending only, it stays before the new one. */
    private Path target(int index) {
        String name = pictures.names().get(index);
        boolean twin = twins.contains(name) && pictures.file(index).isPresent();
        String stem = twin ? String.valueOf(pictures.file(index).get().getFileName()) : name;
        return folder.resolve(stem + format.ending());
    }

    /** Makes the folder this run's own, or checks that it is. */
    private void claim() {
        Path origin = folder.resolve(ORIGIN);
        String ours = "upscaled by " + upscaler.identity();
        try {
            Files.createDirectories(folder);
            requireOtherFolder();
            String theirs = Files.exists(origin)
                    ? Files.readString(origin).strip()
                    : firstTarget().isEmpty() ? ours : firstTarget() + " of unknown origin";
            if (!theirs.equals(ours)) {
                throw new IllegalArgumentException(
                        "a folder of upscaled pictures must be of one network with one choice of settings, got "
                                + folder + " with pictures " + theirs + ", and now " + ours + ": use another folder");
            }
            Files.writeString(origin, ours + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "upscaled pictures need a folder that can be written, got " + folder
                            + ": check the path and its rights",
                    e);
        }
    }

    private void requireOtherFolder() throws IOException {
        Path inputs =
                pictures.file(0).map(Path::toAbsolutePath).map(Path::getParent).orElse(null);
        if (inputs != null && Files.isSameFile(inputs, folder)) {
            throw new IllegalArgumentException("upscaled pictures must go into a folder of their own, got " + folder
                    + ", where the input is: use " + folder.resolve("upscaled"));
        }
    }

    private String firstTarget() {
        return IntStream.range(0, pictures.size())
                .mapToObj(this::target)
                .filter(Files::exists)
                .map(file -> String.valueOf(file.getFileName()))
                .findFirst()
                .orElse("");
    }
}
