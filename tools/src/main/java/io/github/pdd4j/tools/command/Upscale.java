package io.github.pdd4j.tools.command;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFileFormat;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.network.Upscaling;
import io.github.pdd4j.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@Command(
        name = "upscale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Upscales an image, or every image of a folder, by a network.",
        footer = {
            "",
            "The same call goes on with a folder that was interrupted. 16-bit files stay so, gray and alpha are kept.",
            "The exit status is 0, 1 where an image failed, 2 for a wrong call."
        })
final class Upscale implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})x(\\d{1,6})");
    private static final Pattern DEVICE = Pattern.compile("(cpu|gpu)|gpu:(\\d{1,3})");

    @Option(
            names = "--network",
            required = true,
            paramLabel = "NAME",
            description =
                    "a file, a name that '${env:PDD4J_PROGRAM:-./pdd} fetch' knows, or compact-generalist, compact-specialist, "
                            + "small-srresnet, which the project ships")
    @SuppressWarnings("NullAway.Init")
    private String network;

    @Option(
            names = "--entry",
            paramLabel = "NAME",
            description = "which of several networks in the file, such as g_ema or params; by default the averaged one")
    private @Nullable String entry;

    @Parameters(index = "0", paramLabel = "IN", description = "an image or a folder of images")
    @SuppressWarnings("NullAway.Init")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "a file that ends in .png or .jpg, or a folder")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            description = "another scale than the network's, such as 3 or 1.5")
    private @Nullable Double scale;

    @Option(names = "--size", paramLabel = "WxH", description = "a size in pixels, such as 1920x1080")
    private String size = "";

    @Option(
            names = "--resize",
            paramLabel = "BY",
            completionCandidates = Conventions.class,
            description = "what resizes for --scale and --size: ${COMPLETION-CANDIDATES}; matlab_bicubic by default")
    private Resampling resize = Resampling.MATLAB_BICUBIC;

    @Option(names = "--color-correction", description = "gives the result the input's colors (Eq. 13 of the paper)")
    private boolean corrected;

    @Option(
            names = "--tile",
            paramLabel = "PIXELS",
            description = "side of the tiles, 256 by default; less needs less memory")
    private int tile = Upscaling.DEFAULT.tile();

    @Option(
            names = "--overlap",
            paramLabel = "PIXELS",
            description = "what neighboring tiles share, 32 by default, at most half a tile")
    private @Nullable Integer overlap;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            description = "in which the network computes: float32, the default, or bfloat16, which is faster where the "
                    + "processor multiplies it and changes the result by rounding")
    private Precision precision = Precision.FLOAT32;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "that computes: cpu, gpu or gpu:1; by default the first graphics card, else the processor")
    private String device = "";

    @Option(names = "--overwrite", description = "replaces the file OUT where it is there already; not for folders")
    private boolean overwrite;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "of the files in a folder: png or jpg; png by default")
    private ImageFileFormat format = ImageFileFormat.PNG;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** The names accepted on the command line; the enum's {@code toString} is Java code. */
    static final class Conventions implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Resampling.values())
                    .map(resampling -> resampling.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }

    @Override
    public Integer call() throws IOException {
        Network opened = entry == null ? Pdd.network(network) : Pdd.network(network, entry);
        Upscaler upscaler = placed(opened).upscaling(plain -> settings());
        return Files.isDirectory(in) ? folder(upscaler) : image(upscaler);
    }

    private Network placed(Network loaded) {
        if (device.isEmpty()) {
            return loaded;
        }
        Matcher named = DEVICE.matcher(device.toLowerCase(Locale.ROOT));
        if (!named.matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--device must be cpu, gpu or gpu:1, got " + device + ": use --device cpu");
        }
        String card = named.group(2) == null ? "0" : named.group(2);
        return loaded.on("cpu".equals(named.group(1)) ? Pdd.cpu() : Pdd.gpu(Integer.parseInt(card)));
    }

    private Upscaling settings() {
        try {
            return adjusted();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private Upscaling adjusted() {
        Upscaling settings = Upscaling.DEFAULT.tile(tile).precision(precision);
        settings = overlap == null ? settings : settings.overlap(overlap);
        settings = corrected ? settings.colorCorrection() : settings;
        settings = scale == null ? settings : settings.scale(scale, resize);
        if (size.isEmpty()) {
            return settings;
        }
        Matcher sides = SIZE.matcher(size.toLowerCase(Locale.ROOT));
        if (!sides.matches() || scale != null) {
            throw new IllegalArgumentException(
                    "--size must be columns x rows, without --scale, got " + size + ": use --size 1920x1080");
        }
        return settings.to(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)), resize);
    }

    private int folder(Upscaler upscaler) {
        Table table = upscaler.upscale(Images.in(in), out, format);
        int failed = 0;
        for (Row row : table) {
            if (!row.getString("reason").isEmpty()) {
                spec.commandLine().getErr().println(row.getString("image") + ": " + row.getString("reason"));
                failed++;
            }
        }
        spec.commandLine().getOut().println(table.name() + ": " + out);
        return failed == 0 ? 0 : 1;
    }

    private int image(Upscaler upscaler) throws IOException {
        Image input = ImageFiles.load(in);
        Path file = target();
        spec.commandLine().getErr().println("upscaling " + input + " ...");
        Image result = upscaler.upscale(input);
        ImageFiles.save(result.profiledAs(input), file, ImageFiles.header(in).bits() == 16 ? 16 : 8);
        spec.commandLine().getOut().println(input.sizeText() + " to " + result.sizeText() + ": " + file);
        return 0;
    }

    /** Determines and checks the output file before upscaling, which may take minutes. */
    private Path target() throws IOException {
        boolean named =
                !Files.isDirectory(out) && String.valueOf(out.getFileName()).contains(".");
        String stem = String.valueOf(in.getFileName()).replaceFirst("\\.\\w+$", "");
        Path file = (named ? out : out.resolve(stem + format.ending())).toAbsolutePath();
        ImageFileFormat.of(file);
        Files.createDirectories(file.resolveSibling("."));
        if (Files.exists(file) && Files.isSameFile(in, file)) {
            throw new IllegalArgumentException(
                    "OUT must be another file than IN, got " + out + " for both: rename one");
        }
        if (Files.exists(file) && !overwrite) {
            throw new IllegalArgumentException("OUT must be a new file, got " + file
                    + ", which is there: name another, or add --overwrite to replace it");
        }
        return file;
    }
}
