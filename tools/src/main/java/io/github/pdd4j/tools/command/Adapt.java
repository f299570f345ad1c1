package io.github.pdd4j.tools.command;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.io.AtomicFile;
import io.github.pdd4j.io.Program;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.tools.adapt.AdaptSettings;
import io.github.pdd4j.tools.adapt.Adaptation;
import io.github.pdd4j.tools.adapt.Adaptation.Ending;
import io.github.pdd4j.tools.adapt.Adaptation.Outcome;
import io.github.pdd4j.tools.adapt.BeforeAfter;
import io.github.pdd4j.tools.adapt.FinishedRuns;
import io.github.pdd4j.tools.adapt.UsableImages;
import io.github.pdd4j.view.ImageGrid;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.WeightsName;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tech.tablesaw.api.Row;

@Command(
        name = "adapt",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Adapts a network to a folder of photographs, so that it upscales others like them better.",
        footer = {
            "",
            "Beside the adapted network it writes NAME-before-after.png, which shows parts of the photographs as the "
                    + "network upscaled them before (left) and after (right).",
            "Stopped by Ctrl-C or killed, the same call goes on. Its run is kept in 'runs' of PDD4J_HOME, where a "
                    + "notebook finds it too. A call with more minutes trains further. Of the runs that have finished "
                    + "the newest " + FinishedRuns.KEPT + " are kept, some 0.7 GB each.",
            "Then: ${env:PDD4J_PROGRAM:-./pdd} upscale --network adapted.pth PHOTOS OUT",
            "The exit status is 0, 1 for a failure, 2 for a wrong call, 130 where it was stopped."
        })
final class Adapt implements Callable<Integer> {
    private static final String NETWORK = "realesrgan-x4plus";
    private static final List<String> SETS = List.of("photographs", "photographs-ccby");
    private static final double MAX_MINUTES = 7 * 24 * 60;
    private static final int MAX_SHOWN = 20;
    private static final int STOPPED = 130;
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:+-]+");

    /**
     * PSNR and LPIPS of Real-ESRGAN on two degraded photographs were 22.7 dB and 0.124 at the start, 24.0 and 0.150
     * after 10 iterations, 22.8 and 0.127 after 25, 23.6 and 0.134 after 45.
     */
    private static final int FEW = 100;

    @Parameters(
            index = "0",
            paramLabel = "PHOTOS",
            description = "a folder of photographs to adapt to; none is changed")
    @SuppressWarnings("NullAway.Init")
    private Path photos;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the adapted network: a file that ends in .pth, .safetensors, .onnx or .pt (TorchScript),"
                    + " outside PHOTOS; beside .onnx and .pt, which other programs read, the same network is written as"
                    + " .safetensors")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--minutes",
            paramLabel = "TIME",
            description = "how long to train, 10 by default; preparation and the images at the end come on top")
    private String minutes = "10";

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description =
                    "the network to start from: a file, a name that '${env:PDD4J_PROGRAM:-./pdd} fetch' knows, or one that the project "
                            + "ships; Real-ESRGAN x4 plus by default")
    private String network = NETWORK;

    @Option(
            names = "--labeled",
            paramLabel = "FOLDER",
            description = "sharp images of your own, from which the network also learns what sharp is; by default the "
                    + "photographs of '${env:PDD4J_PROGRAM:-./pdd} fetch'")
    private @Nullable String labeled;

    @Option(names = "--overwrite", description = "replaces the file --out where it is there already")
    private boolean overwrite;

    /** {@code ./pdd} asks before it downloads what an adaptation starts from. */
    @Option(names = "--check", hidden = true, description = "checks the call and PHOTOS only")
    private boolean check;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        Thread stop = stop(Thread.currentThread(), done);
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            return adapt();
        } finally {
            done.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(stop);
            } catch (IllegalStateException e) {
                // The process is ending already.
            }
        }
    }

    /** On Ctrl-C the iteration is completed and a checkpoint written before the process ends. */
    private static Thread stop(Thread command, CountDownLatch done) {
        return new Thread(() -> {
            command.interrupt();
            try {
                done.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private int adapt() throws IOException {
        double time = time();
        requireOut();
        AdaptSettings settings = AdaptSettings.DEFAULT;
        if (check) {
            photographs(settings);
            return 0;
        }
        Network start = Pdd.network(network);
        if (start.scale() < 2) {
            throw new IllegalArgumentException("--network must be one that upscales, got " + network + " of scale "
                    + start.scale() + ": name one of scale 2, 3 or 4");
        }
        start.requireWritable(out);
        UsableImages photographs = photographs(settings);
        say("photographs", photos.toString(), photographs);
        UsableImages sharp = sharp(settings.crop() * start.scale());
        Adaptation adaptation = new Adaptation(start, networkCode(), photographs, sharp, settings);
        adaptation.requireAlone();
        Optional<Run> begun = adaptation.begun();
        if (begun.isPresent() && Adaptation.isFinished(begun.get(), time)) {
            return finished(begun.get(), start, photographs, adaptation);
        }
        if (!overwrite) {
            String there = begun.isPresent() ? ", which is there and would be trained further" : ", which is there";
            requireNew(out, there);
            requireNew(readable(), there);
            requireNew(strip(), ", which is there");
        }
        adaptation.requireRoom();
        begun.ifPresent(run -> new FinishedRuns(HomeFolder.runs()).remove(run.name()));
        adaptation.describe().forEach(this::say);
        Outcome outcome = adaptation.train(begun, time, this::say);
        if (outcome.ending() == Ending.FAILED) {
            throw new IllegalStateException(
                    "the training stopped after iteration " + outcome.run().iterations() + ": " + outcome.reason()
                            + "; call again to go on from its newest checkpoint");
        }
        if (outcome.ending() == Ending.INTERRUPTED) {
            say("stopped after iteration " + outcome.run().iterations() + ": the same call goes on from there");
            return STOPPED;
        }
        return write(outcome.run(), start, photographs, adaptation);
    }

    private UsableImages photographs(AdaptSettings settings) {
        String code = "images(" + Phrases.of(photos.toAbsolutePath().normalize().toString()) + ")";
        return UsableImages.of(Images.in(photos), code, settings.crop());
    }

    private double time() {
        double value;
        try {
            value = Double.parseDouble(minutes);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value > 0 && value <= MAX_MINUTES)) {
            throw new IllegalArgumentException("--minutes must be a number above 0 and at most " + (int) MAX_MINUTES
                    + ", which is a week, got " + minutes + ": use --minutes 10");
        }
        return value;
    }

    /** Checks the file for the result before anything else. */
    private void requireOut() throws IOException {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        if (!name.endsWith(".pth") && !name.endsWith(".safetensors") && !isForOthers()) {
            throw new IllegalArgumentException(
                    "--out must end in .pth, .safetensors, .onnx or .pt, got " + out + ": use --out adapted.pth");
        }
        Path folder = out.toAbsolutePath().resolveSibling("");
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IllegalArgumentException("--out must be in a folder that is there and can be written to, got "
                    + folder + ": make it or name another");
        }
        if (Files.isDirectory(out)) {
            throw new IllegalArgumentException("--out must be a file, got the folder " + out + ": name a file in it");
        }
        if (isIn(photos, folder) || (labeled != null && isIn(HomeFolder.images(labeled), folder))) {
            throw new IllegalArgumentException("--out must be outside the folders of images, as the image beside it"
                    + " would be taken for one of them, got " + out + ": use --out ../" + out.getFileName());
        }
        Path from = Path.of(network);
        if (Files.exists(out) && Files.exists(from) && Files.isSameFile(out, from)) {
            throw new IllegalArgumentException(
                    "--out must be another file than --network, got " + out + " for both: rename one");
        }
    }

    private static boolean isIn(Path images, Path folder) throws IOException {
        return Files.isDirectory(images) && Files.isSameFile(folder, images);
    }

    private static void requireNew(Path file, String there) {
        if (Files.exists(file)) {
            throw new IllegalArgumentException("--out must name new files, got " + file + there
                    + ": name another, or add --overwrite to replace it");
        }
    }

    /** A file as an absolute path, anything else as it was said. */
    private String networkCode() {
        WeightsName given = WeightsName.of(network);
        Path file = Path.of(given.file());
        boolean name = PretrainedModels.NAMES.contains(network) || !Files.isRegularFile(file);
        String absolute = file.toAbsolutePath().normalize().toString();
        WeightsName used = name ? given : new WeightsName(absolute, given.entry());
        return "network(" + Phrases.of(used.toString()) + ")";
    }

    private UsableImages sharp(int side) {
        if (labeled == null) {
            requireFetched();
            Images fetched = Pdd.sharpPhotographs();
            say("labeled images: " + fetched.size() + " of " + Program.command("fetch " + String.join(" ", SETS)));
            return UsableImages.of(fetched, "sharpPhotographs()", side);
        }
        Path folder = HomeFolder.images(labeled);
        String code = folder.equals(Path.of(labeled))
                ? folder.toAbsolutePath().normalize().toString()
                : labeled;
        UsableImages usable = UsableImages.of(Images.in(folder), "images(" + Phrases.of(code) + ")", side);
        say("labeled images", labeled, usable);
        return usable;
    }

    private static void requireFetched() {
        if (!Pdd.available(SETS.get(0))) {
            throw new IllegalArgumentException("labeled images must be those of ./pdd fetch or your own, got none: run"
                    + " ./pdd fetch " + String.join(" ", SETS) + ", or name a folder of sharp images with --labeled");
        }
    }

    /** A run that has used up its time is not trained again; what is missing of its files is written. */
    private int finished(Run run, Network start, UsableImages photographs, Adaptation adaptation) {
        say("run " + run.name() + " has finished already, nothing was trained now");
        if (!overwrite && !holds(readable(), run.movingAverage())) {
            requireNew(readable(), ", which is not the network of the run");
            requireNew(out, ", which is not the network of the run");
        }
        return write(run, start, photographs, adaptation);
    }

    private static boolean holds(Path file, Network network) {
        try {
            return Network.load(file).weights().equals(network.weights());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return false;
        }
    }

    private int write(Run run, Network start, UsableImages photographs, Adaptation adaptation) {
        PrintWriter result = spec.commandLine().getOut();
        for (Path file : List.of(out, readable())) {
            if (overwrite || !Files.exists(file)) {
                run.movingAverage().save(file);
            }
        }
        result.println("adapted in " + run.iterations() + " iterations: " + out);
        if (run.iterations() < FEW) {
            say("that is few: results gain fidelity and lose sharpness in the first tens of iterations; call again with"
                    + " more --minutes and --overwrite to train further");
        }
        Path strip = strip();
        if (overwrite || !Files.exists(strip)) {
            say("drawing parts of the photographs before and after ...");
            ImageGrid grid = BeforeAfter.of(
                    start,
                    run.movingAverage(),
                    "after: adapted in " + run.iterations() + " iterations",
                    photographs.images());
            AtomicFile.write(strip, file -> file.write(grid.png().bytes()));
        }
        result.println("before (left) and after (right): " + strip);
        List<String> deleted = new FinishedRuns(HomeFolder.runs()).add(run.name());
        say("run " + run.name() + " is kept, so that a call with more --minutes goes on from here, until "
                + FinishedRuns.KEPT + " later adaptations have finished"
                + (deleted.isEmpty() ? "" : "; of earlier ones these were removed now: " + String.join(", ", deleted)));
        result.println("the same in a notebook:");
        result.println(adaptation.code(run.iterations(), out));
        result.println("next: " + Program.command("upscale") + " --network " + shell(readable()) + " " + shell(photos)
                + " OUT");
        return 0;
    }

    /** A path as an argument of a shell. */
    private static String shell(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** Whether the file is a program, which this project does not read again. */
    private boolean isForOthers() {
        return Checkpoints.isOnnx(out) || Checkpoints.isTorchScript(out);
    }

    /** The file that this project reads again: {@code --out}, or the one beside it. */
    private Path readable() {
        return isForOthers() ? out.resolveSibling(base() + ".safetensors") : out;
    }

    private Path strip() {
        return out.resolveSibling(base() + "-before-after.png");
    }

    private String base() {
        String name = String.valueOf(out.getFileName());
        return name.substring(0, name.lastIndexOf('.'));
    }

    private void say(String what, String where, UsableImages checked) {
        Map<String, String> leftOut = checked.leftOut();
        say(what + " in " + where + (leftOut.isEmpty() ? ":" : ", without the " + leftOut.size() + " below:"));
        for (Row row : checked.images().describe()) {
            say(String.format(Locale.ROOT, "    %-18s %s", row.getString("what"), row.getString("found")));
        }
        leftOut.entrySet().stream()
                .limit(MAX_SHOWN)
                .forEach(image -> say("left out: " + image.getKey() + ": " + image.getValue()));
        if (leftOut.size() > MAX_SHOWN) {
            say("left out: " + (leftOut.size() - MAX_SHOWN) + " more");
        }
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
    }
}
