package io.github.pdd4j.network;

import ai.djl.Device;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.NcnnGraph;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A super-resolution network: its form and its weights, as a value that a cell can keep.
 *
 * <pre>{@code
 * Network generalist = compactGeneralist();
 * System.out.println(generalist.scale() + " " + generalist.upscale(image(photo)));
 * }</pre>
 *
 * @param source the file it was read from, or how it came to be
 * @param device that computes with it; unset: that of the work around it, else the default
 * @param adaptedFrom the name of the network that it was first trained from; empty for one that was read or named
 */
public record Network(
        SuperResolutionConfig form,
        StateDict weights,
        String source,
        Optional<Device> device,
        Optional<String> adaptedFrom)
        implements Upscaler, Viewable, Facts.Stated {
    /** A network on the default device. */
    public Network(SuperResolutionConfig form, StateDict weights, String source) {
        this(form, weights, source, Optional.empty(), Optional.empty());
    }

    /**
     * Reads a checkpoint; architecture, scale and sizes are deduced from its tensors.
     *
     * @throws IllegalArgumentException when the file is no checkpoint, of a network that is not known, or holds a number
     *     that is not finite
     */
    public static Network load(Path file) {
        return of(Checkpoints.read(file), String.valueOf(file.getFileName()));
    }

    /**
     * Reads one of several networks in a checkpoint, such as {@code g_ema} or {@code generator}.
     *
     * @param entry the entry of the file, or what the names of its tensors begin with
     * @throws IllegalArgumentException as {@link #load(Path)}, and when there is no such entry
     */
    public static Network load(Path file, String entry) {
        return of(Checkpoints.read(file, entry), file.getFileName() + "#" + entry);
    }

    /**
     * Reads a checkpoint of an architecture of one's own, which is asked before the known ones and is known from then on.
     *
     * @throws IllegalArgumentException as {@link #load(Path)}
     */
    public static Network load(Path file, Architecture architecture) {
        Architectures.add(architecture);
        return load(file);
    }

    /** The same by the file's path as a text. */
    public static Network load(String file) {
        return load(Path.of(file));
    }

    /** The network that these weights belong to. */
    public static Network of(StateDict weights, String source) {
        return of(Architectures.recognize(weights, SuperResolutionConfig.class), source);
    }

    private static Network of(Architecture.Recognized found, String source) {
        if (found.blueprint() instanceof SuperResolutionConfig form) {
            return new Network(form, found.weights(), source);
        }
        boolean features = found.blueprint() instanceof FeatureConfig;
        throw new IllegalArgumentException("network must be a super-resolution checkpoint, got "
                + found.blueprint().architecture() + " in " + source + ": "
                + (features ? "give it to features(...)" : "use a file of a network that upscales"));
    }

    @Override
    public int scale() {
        return form.scale();
    }

    /** How many numbers it learned. */
    public long parameters() {
        return weights.names().stream()
                .mapToLong(name -> weights.tensor(name).size())
                .sum();
    }

    @Override
    public Image upscale(Image image) {
        return upscale(image, UnaryOperator.identity());
    }

    /** The same with settings: {@code upscale(image, u -> u.tile(128).colorCorrection())}. */
    public Image upscale(Image image, UnaryOperator<Upscaling> settings) {
        return upscaling(settings).upscale(image);
    }

    /** This network with settings, for streams, folders and {@code evaluate}: {@code upscaling(u -> u.tile(128))}. */
    public Upscaler upscaling(UnaryOperator<Upscaling> settings) {
        return new ConfiguredUpscaler(this, Upscaling.adjusted(settings));
    }

    @Override
    public Session open() {
        return upscaling(UnaryOperator.identity()).open();
    }

    @Override
    public Identity identity() {
        return upscaling(UnaryOperator.identity()).identity();
    }

    /** Writes the weights in float32 as {@code .pth}, {@code .safetensors} or, beside a {@code .bin}, {@code .param}. */
    public void save(Path file) {
        save(file, StoredType.FLOAT32);
    }

    /** The same by the file's path as a text: {@code network.save("adapted.pth")}. */
    public void save(String file) {
        save(Path.of(file));
    }

    /** The same by the file's path as a text: {@code network.save("adapted.pth", StoredType.FLOAT16)}. */
    public void save(String file, StoredType type) {
        save(Path.of(file), type);
    }

    /**
     * Writes the weights in another format of numbers, {@code FLOAT16} to halve the file.
     *
     * @throws IllegalArgumentException when the name's ending is another, or ncnn files of the family are not written
     */
    public void save(Path file, StoredType type) {
        if (!Checkpoints.isNcnn(file)) {
            Checkpoints.write(weights, file, type);
            return;
        }
        NcnnGraph graph = form.ncnn()
                .orElseThrow(
                        () -> new IllegalArgumentException("ncnn file must be of an RRDBNet or SRVGGNetCompact, got "
                                + form.architecture() + ": use .pth or .safetensors"));
        Checkpoints.write(graph, weights, file, type);
    }

    /** The same network under another name. */
    public Network named(String name) {
        return new Network(form, weights, name, device, Optional.empty());
    }

    /** The same network under the name of what training made of one, with the name of the one that it began with first. */
    public Network named(String name, String first) {
        return new Network(form, weights, name, device, Optional.of(first));
    }

    /** The name of the network that this one was first trained from, or its own. */
    public String origin() {
        return adaptedFrom.orElse(source);
    }

    /**
     * The same network on a device: {@code network.on(cpu())}, {@code network.on(gpu(1))}. Its upscaling, the metrics of
     * its evaluation and its features are computed there; a training is where its own sentence says.
     */
    public Network on(Device value) {
        return new Network(form, weights, source, Optional.of(value), adaptedFrom);
    }

    /** What was found in the file: architecture, sizes, scale, how many numbers. */
    public Table describe() {
        return Table.create(source)
                .addColumns(
                        StringColumn.create("what", "architecture", "sizes", "scale", "parameters", "read from"),
                        StringColumn.create(
                                "found",
                                form.architecture(),
                                form.toString().replaceFirst("^\\w+\\[", "").replaceFirst("]$", ""),
                                "×" + scale(),
                                String.format(Locale.ROOT, "%,d", parameters()),
                                weights.source()));
    }

    /** The form; the weights have a digest of their own. */
    @Override
    public Object facts() {
        return Map.of("form", form);
    }

    @Override
    public View view() {
        return Tables.html(describe());
    }

    @Override
    public String toString() {
        return "network(\"" + source + "\")";
    }
}
