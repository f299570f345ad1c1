package io.github.pdd4j.network;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFileFormat;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.io.FileFailure;
import io.github.pdd4j.io.Program;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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

/** Upscales images into a folder and resumes an earlier run with the same network and settings. */
final class FolderRun {
    private static final Set<String> OF_THE_SYSTEM = Set.of("thumbs.db", "desktop.ini");

    private final Upscaler upscaler;
    private final Images images;
    private final Path folder;
    private final ImageFileFormat format;
    private final List<Optional<Path>> targets;
    private final FolderReport report = new FolderReport();

    FolderRun(Upscaler upscaler, Images images, Path folder, ImageFileFormat format) {
        this.upscaler = upscaler;
        this.images = images;
        this.folder = folder;
        this.format = format;
        Set<String> seen = new HashSet<>();
        Set<String> twins =
                images.names().stream().filter(name -> !seen.add(name)).collect(Collectors.toSet());
        this.targets = IntStream.range(0, images.size())
                .mapToObj(i -> target(stem(i, twins) + format.ending()))
                .toList();
        requireDifferentNames();
    }

    Table table() {
        claim();
        Progress progress = Progress.start();
        try (Upscaler.Session opened = upscaler.open()) {
            for (int i = 0; i < images.size() && goesOn(i, opened); i++) {
                Html line = Html.paragraph(report.line(images.size()));
                progress.update(() -> line);
            }
        }
        Table table = report.table(images.size());
        progress.done(Html.paragraph(table.name()));
        return table;
    }

    /**
     * Upscales one image and returns whether to continue. Failures are added to the report; only an interrupt ends the
     * run.
     */
    private boolean goesOn(int index, Upscaler.Session opened) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        String name = images.names().get(index);
        try {
            upscale(index, opened);
        } catch (CancellationException e) {
            return false;
        } catch (OutOfMemoryError e) {
            // The failed allocation was released, so the next image can be tried.
            report.failed(
                    name,
                    "an image must fit into Java's memory, got one that does not: "
                            + "cut it into parts or start Java with a larger -Xmx");
        } catch (RuntimeException e) {
            if (e.getCause() instanceof ClosedByInterruptException) {
                return false;
            }
            report.failed(name, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        return true;
    }

    private void upscale(int index, Upscaler.Session opened) {
        String name = images.names().get(index);
        Path target = targets.get(index).orElseThrow(() -> unwritable(name));
        if (isDone(index, target)) {
            report.there(name);
            return;
        }
        long start = System.nanoTime();
        Image input = images.load(index);
        Image result = opened.upscale(input);
        ImageFiles.save(result.profiledAs(input), target, bits(index));
        report.written(name, input, result, (System.nanoTime() - start) / 1e9);
    }

    /** Returns whether the output exists and is not older than the input. */
    private boolean isDone(int index, Path target) {
        BasicFileAttributes output;
        try {
            output = Files.readAttributes(target, BasicFileAttributes.class);
        } catch (IOException e) {
            return false;
        }
        Optional<Path> input = images.file(index);
        try {
            return output.isRegularFile()
                    && (input.isEmpty()
                            || output.lastModifiedTime().compareTo(Files.getLastModifiedTime(input.get())) >= 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "images must stay where they are while they are upscaled, got " + FileFailure.reason(e) + " for "
                            + images.names().get(index) + ": call again",
                    e);
        }
    }

    /** JPEG files have 8 bits, so the header need not be read for them. */
    private int bits(int index) {
        boolean mayHave16 = format == ImageFileFormat.PNG && images.file(index).isPresent();
        return mayHave16 && images.header(index).bits() == 16 ? 16 : 8;
    }

    /** Returns the image's name, with its extension if several inputs differ only in the extension. */
    private String stem(int index, Set<String> twins) {
        String name = images.names().get(index);
        boolean twin = twins.contains(name) && images.file(index).isPresent();
        return twin ? String.valueOf(images.file(index).get().getFileName()) : name;
    }

    /** Returns the output path; empty if the system's encoding cannot represent the name. */
    private Optional<Path> target(String name) {
        Path target;
        try {
            target = folder.resolve(name);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        if (!folder.equals(target.getParent())) {
            throw new IllegalArgumentException("names of images to upscale into a folder must be those of files in it,"
                    + " got " + name + ": name them without folders");
        }
        return Optional.of(target);
    }

    private static IllegalArgumentException unwritable(String name) {
        return new IllegalArgumentException("an image's name must have characters that Java can write here, where names"
                + " are in " + System.getProperty("sun.jnu.encoding") + ", got " + name
                + ": start through " + Program.command("lab") + ", set LC_ALL=C.UTF-8 for Java, or rename the file");
    }

    /** Prevents one output from overwriting another. */
    private void requireDifferentNames() {
        Set<Path> seen = new HashSet<>();
        targets.stream().flatMap(Optional::stream).forEach(target -> {
            if (!seen.add(target)) {
                throw new IllegalArgumentException("images to upscale into one folder must have different names, got"
                        + " two that become " + target.getFileName() + ": use a folder for each");
            }
        });
    }

    /**
     * Marks the folder as output of this upscaler, or checks the existing mark, so that no files of other origin are
     * mixed in.
     */
    private void claim() {
        FolderOrigin ours = FolderOrigin.of(upscaler.identity(), images);
        try {
            Files.createDirectories(folder);
            requireOtherFolder();
            requireWritable();
            Optional<FolderOrigin> before = FolderOrigin.read(folder);
            if (before.isPresent()) {
                ours.require(before.get(), folder);
            } else {
                requireUnused();
                ours.write(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "upscaled images need a folder that can be written, got " + folder + " (" + FileFailure.reason(e)
                            + "): check the path and its permissions",
                    e);
        }
    }

    /** Fails before the first image instead of once for each image. */
    private void requireWritable() throws IOException {
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
    }

    private void requireOtherFolder() throws IOException {
        Set<Path> folders = IntStream.range(0, images.size())
                .mapToObj(images::file)
                .flatMap(Optional::stream)
                .map(file -> file.toAbsolutePath().resolveSibling(""))
                .collect(Collectors.toSet());
        for (Path inputs : folders) {
            if (Files.exists(inputs) && Files.isSameFile(inputs, folder)) {
                throw new IllegalArgumentException("upscaled images must go into a folder of their own, got " + folder
                        + ", where the input is: use " + folder.resolve("upscaled"));
            }
        }
    }

    /** Refuses an unmarked folder with other files; the message names an expected output first. */
    private void requireUnused() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> !isOfTheSystem(entry))
                    .min(Comparator.comparing((Path entry) -> !targets.contains(Optional.of(entry)))
                            .thenComparing(Comparator.naturalOrder()))
                    .ifPresent(entry -> {
                        throw new IllegalArgumentException("a folder of upscaled images must hold nothing else, got "
                                + folder + " with " + entry.getFileName() + " of unknown origin: use another folder");
                    });
        }
    }

    private static boolean isOfTheSystem(Path entry) {
        String name = String.valueOf(entry.getFileName()).toLowerCase(Locale.ROOT);
        return name.startsWith(".") || OF_THE_SYSTEM.contains(name);
    }
}
