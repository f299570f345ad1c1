package io.github.pdd4j.network;

import io.github.pdd4j.image.Picture;
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
 */
public record Network(SuperResolver form, StateDict weights, String source)
        implements Upscaler, Viewable, Facts.Stated {
    /**
     * Reads a checkpoint; architecture, scale and sizes are deduced from its tensors.
     *
     * @throws IllegalArgumentException when the file is no checkpoint, or of a network that is not known
     */
    public static Network load(Path file) {
        return of(Architectures.read(file), file.getFileName().toString());
    }

    /** The network that these weights belong to. */
    public static Network of(StateDict weights, String source) {
        return of(Architectures.recognise(weights), source);
    }

    private static Network of(Architecture.Recognised found, String source) {
        if (found.blueprint() instanceof SuperResolver form) {
            return new Network(form, found.weights(), source);
        }
        throw new IllegalArgumentException("network must be a super-resolution checkpoint, got "
                + found.blueprint().architecture() + " in " + source + ": give it to features(...)");
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
    public Picture upscale(Picture picture) {
        return upscale(picture, UnaryOperator.identity());
    }

    /** The same with settings: {@code upscale(picture, u -> u.tile(128).colourCorrection())}. */
    public Picture upscale(Picture picture, UnaryOperator<Upscaling> settings) {
        return upscaling(settings).upscale(picture);
    }

    /** This network with settings, for streams, folders and {@code evaluate}: {@code upscaling(u -> u.tile(128))}. */
    public Upscaler upscaling(UnaryOperator<Upscaling> settings) {
        return new Adjusted(this, settings.apply(Upscaling.DEFAULT));
    }

    @Override
    public Opened open() {
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
        return new Network(form, weights, name);
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
