package io.github.pdd4j.network;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.FileFailure;
import io.github.pdd4j.image.Picture;
import io.github.pdd4j.image.PictureFormat;
import io.github.pdd4j.image.Pictures;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tech.tablesaw.api.Table;

/** Upscales pictures into a folder, going on where an earlier run of the same network and settings stopped. */
final class FolderRun {
    private static final String ORIGIN = "upscaled-by.txt";

    private static final Set<String> OF_THE_SYSTEM = Set.of("thumbs.db", "desktop.ini");

    private final Upscaler upscaler;
    private final Images pictures;
    private final Path folder;
    private final List<Optional<Path>> targets;
    private final FolderReport report = new FolderReport();

    FolderRun(Upscaler upscaler, Images pictures, Path folder, PictureFormat format) {
        this.upscaler = upscaler;
        this.pictures = pictures;
        this.folder = folder;
        Set<String> seen = new HashSet<>();
        Set<String> twins =
                pictures.names().stream().filter(name -> !seen.add(name)).collect(Collectors.toSet());
        this.targets = IntStream.range(0, pictures.size())
                .mapToObj(i -> target(stem(i, twins) + format.ending()))
                .toList();
        requireDifferentNames();
    }

    Table table() {
        claim();
        Progress progress = Progress.start();
        try (Upscaler.Opened opened = upscaler.open()) {
            for (int i = 0; i < pictures.size() && goesOn(i, opened); i++) {
                Html line = Html.paragraph(report.line(pictures.size()));
                progress.update(() -> line);
            }
        }
        Table table = report.table(pictures.size());
        progress.done(Html.paragraph(table.name()));
        return table;
    }

    /** Whether the next picture may follow: whatever this one fails of is in the report, but an interrupt ends the run. */
    private boolean goesOn(int index, Upscaler.Opened opened) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        String name = pictures.names().get(index);
        try {
            upscale(index, opened);
        } catch (CancellationException e) {
            return false;
        } catch (OutOfMemoryError e) {
            // Java's memory is as it was before this picture.
            report.failed(
                    name,
                    "a picture must fit into Java's memory, got one that does not: "
                            + "cut it into parts or start Java with a larger -Xmx");
        } catch (RuntimeException e) {
            if (e.getCause() instanceof ClosedByInterruptException) {
                return false;
            }
            report.failed(name, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        return true;
    }

    private void upscale(int index, Upscaler.Opened opened) {
        String name = pictures.names().get(index);
        Path target = targets.get(index).orElseThrow(() -> unwritable(name));
        if (isDone(index, target)) {
            report.there(name);
            return;
        }
        long start = System.nanoTime();
        Picture input = pictures.load(index);
        Picture result = opened.upscale(input);
        Pictures.save(result.profiledAs(input), target, bits(index));
        report.written(name, input, result, (System.nanoTime() - start) / 1e9);
    }

    /** Written by this network, and after its input was changed last. */
    private boolean isDone(int index, Path target) {
        try {
            return Files.isRegularFile(target)
                    && (pictures.file(index).isEmpty()
                            || Files.getLastModifiedTime(target)
                                            .compareTo(Files.getLastModifiedTime(
                                                    pictures.file(index).get()))
                                    >= 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "pictures must stay where they are while they are upscaled, got " + FileFailure.reason(e) + " for "
                            + pictures.names().get(index) + ": call again",
                    e);
        }
    }

    private int bits(int index) {
        return pictures.file(index).isPresent() && pictures.header(index).bits() == 16 ? 16 : 8;
    }

    /** The picture's name; where two files differ in their ending only, with it. */
    private String stem(int index, Set<String> twins) {
        String name = pictures.names().get(index);
        boolean twin = twins.contains(name) && pictures.file(index).isPresent();
        return twin ? String.valueOf(pictures.file(index).get().getFileName()) : name;
    }

    /** Empty where the system's encoding has not all of the name's characters. */
    private Optional<Path> target(String name) {
        Path target;
        try {
            target = folder.resolve(name);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        if (!folder.equals(target.getParent())) {
            throw new IllegalArgumentException(
                    "names of pictures to upscale into a folder must be those of files in it," + " got " + name
                            + ": name them without folders");
        }
        return Optional.of(target);
    }

    private static IllegalArgumentException unwritable(String name) {
        return new IllegalArgumentException(
                "a picture's name must have characters that Java can write here, where names"
                        + " are in " + System.getProperty("sun.jnu.encoding") + ", got " + name
                        + ": start through ./pdd, set LC_ALL=C.UTF-8 for Java, or rename the file");
    }

    /** Two pictures that became one file would be one picture lost. */
    private void requireDifferentNames() {
        Set<Path> seen = new HashSet<>();
        targets.stream().flatMap(Optional::stream).forEach(target -> {
            if (!seen.add(target)) {
                throw new IllegalArgumentException("pictures to upscale into one folder must have different names, got"
                        + " two that become " + target.getFileName() + ": use a folder for each");
            }
        });
    }

    /** Makes the folder this run's own, or checks that it is: nothing is written among files of somebody else. */
    private void claim() {
        Path origin = folder.resolve(ORIGIN);
        String ours = "upscaled by " + upscaler.identity();
        try {
            Files.createDirectories(folder);
            requireOtherFolder();
            boolean claimed = Files.exists(origin);
            String theirs =
                    claimed ? Files.readString(origin).strip() : foreign().orElse(ours);
            if (!theirs.equals(ours)) {
                throw new IllegalArgumentException(
                        "a folder of upscaled pictures must be of one network with one choice of settings, got "
                                + folder + " with pictures " + theirs + ", and now " + ours + ": use another folder");
            }
            if (!claimed) {
                Files.writeString(origin, ours + "\n");
            }
            requireWritable();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "upscaled pictures need a folder that can be written, got " + folder + " (" + FileFailure.reason(e)
                            + "): check the path and its rights",
                    e);
        }
    }

    /** A folder whose rights were taken away is told before the first picture, not after each. */
    private void requireWritable() throws IOException {
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
    }

    private void requireOtherFolder() throws IOException {
        for (int i = 0; i < pictures.size(); i++) {
            Path inputs = pictures.file(i)
                    .map(Path::toAbsolutePath)
                    .map(Path::getParent)
                    .orElse(null);
            if (inputs != null && Files.exists(inputs) && Files.isSameFile(inputs, folder)) {
                throw new IllegalArgumentException("upscaled pictures must go into a folder of their own, got " + folder
                        + ", where the input is: use " + folder.resolve("upscaled"));
            }
        }
    }

    /** What a folder without a word of its origin holds, if anything: an upscaled picture's name first. */
    private Optional<String> foreign() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !isOfTheSystem(entry))
                    .min(Comparator.comparing((Path entry) -> !targets.contains(Optional.of(entry)))
                            .thenComparing(Comparator.naturalOrder()))
                    .map(entry -> entry.getFileName() + " of unknown origin");
        }
    }

    private static boolean isOfTheSystem(Path entry) {
        String name = String.valueOf(entry.getFileName()).toLowerCase(Locale.ROOT);
        return name.startsWith(".") || OF_THE_SYSTEM.contains(name);
    }
}
