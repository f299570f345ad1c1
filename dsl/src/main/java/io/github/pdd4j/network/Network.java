package io.github.pdd4j.network;

import ai.djl.Device;
import com.google.gson.JsonObject;
import io.github.pdd4j.archive.HomeFolder;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.NcnnGraph;
import io.github.pdd4j.weights.OnnxGraph;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import io.github.pdd4j.weights.TorchScript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A super-resolution network: an immutable configuration with its weights.
 *
 * <pre>{@code
 * Network generalist = compactGeneralist();
 * System.out.println(generalist.scale() + " " + generalist.upscale(image(photo)));
 * }</pre>
 *
 * @param config the configuration of the network
 * @param weights the weights
 * @param source the name of {@code ./pdd fetch} or of the checkpoint's file, or a description of the network's origin
 * @param device the device to compute on; if empty, the device of the surrounding operation or the default device
 * @param adaptedFrom the name of the network from which training first started; empty for a network that was loaded or
 *     renamed
 * @param phrase the Java code that makes the network, as a sentence prints it
 */
public record Network(
        SuperResolutionConfig config,
        StateDict weights,
        String source,
        Optional<Device> device,
        Optional<String> adaptedFrom,
        String phrase)
        implements Upscaler, Viewable, Facts.Stated {
    /**
     * Creates a network on the default device.
     *
     * @param config the configuration of the network
     * @param weights the weights
     * @param source the file name of the checkpoint, or a description of the network's origin
     */
    public Network(SuperResolutionConfig config, StateDict weights, String source) {
        this(
                config,
                weights,
                source,
                Optional.empty(),
                Optional.empty(),
                WeightsOrigin.of(source).network());
    }

    /**
     * Reads a checkpoint. Architecture, scale and sizes are derived from its tensors.
     *
     * @param file the checkpoint
     * @return the network
     * @throws IllegalArgumentException if the file is not a checkpoint of a known super-resolution network or contains
     *     non-finite numbers
     * @throws java.io.UncheckedIOException if the file is missing or cannot be read
     */
    public static Network load(Path file) {
        return licensed(of(Checkpoints.read(file), WeightsOrigin.of(file, Optional.empty())), file);
    }

    /**
     * Reads one of several networks in a checkpoint, such as {@code g_ema} or {@code generator}.
     *
     * @param file the checkpoint
     * @param entry an entry of the file, or the prefix of its tensor names
     * @return the network
     * @throws IllegalArgumentException as {@link #load(Path)}, and if the entry does not exist
     */
    public static Network load(Path file, String entry) {
        return licensed(of(Checkpoints.read(file, entry), WeightsOrigin.of(file, Optional.of(entry))), file);
    }

    /** Adds the license of fetched weights, which their own files do not state. */
    private static Network licensed(Network network, Path file) {
        Map<String, String> entries = new LinkedHashMap<>(network.weights.metadata());
        Optional<String> license = HomeFolder.license(file);
        if (license.isEmpty() || entries.containsKey(ModelCard.OWN_LICENSE)) {
            return network;
        }
        entries.put(ModelCard.OWN_LICENSE, license.get());
        return new Network(
                network.config,
                network.weights.metadata(entries),
                network.source,
                network.device,
                network.adaptedFrom,
                network.phrase);
    }

    /**
     * Reads a checkpoint of a custom architecture. The architecture is registered for this process and takes precedence
     * over the built-in ones.
     *
     * @param file the checkpoint
     * @param architecture the architecture to register
     * @return the network
     * @throws IllegalArgumentException as {@link #load(Path)}
     */
    public static Network load(Path file, Architecture architecture) {
        Architectures.add(architecture);
        return load(file);
    }

    /**
     * Reads a checkpoint; see {@link #load(Path)}.
     *
     * @param file the path of the checkpoint
     * @return the network
     */
    public static Network load(String file) {
        return load(Path.of(file));
    }

    /**
     * Recognizes the network that these weights belong to.
     *
     * @param weights the weights
     * @param source the name to show for the network
     * @return the network
     * @throws IllegalArgumentException if the weights do not belong to a known super-resolution network
     */
    public static Network of(StateDict weights, String source) {
        return of(weights, WeightsOrigin.of(source));
    }

    private static Network of(StateDict weights, WeightsOrigin origin) {
        Architecture.Recognized found = Architectures.recognize(weights, SuperResolutionConfig.class);
        if (found.config() instanceof SuperResolutionConfig upscaler) {
            return new Network(
                    upscaler, found.weights(), origin.name(), Optional.empty(), Optional.empty(), origin.network());
        }
        boolean features = found.config() instanceof FeatureConfig;
        throw new IllegalArgumentException("network must be a super-resolution checkpoint, got "
                + found.config().architecture() + " in " + origin.name() + ": "
                + (features ? "give it to features(...)" : "use a file of a network that upscales"));
    }

    @Override
    public int scale() {
        return config.scale();
    }

    /**
     * Returns the number of values in all weights.
     *
     * @return the number of parameters
     */
    public long parameters() {
        return weights.names().stream()
                .mapToLong(name -> weights.tensor(name).size())
                .sum();
    }

    @Override
    public Image upscale(Image image) {
        return upscale(image, UnaryOperator.identity());
    }

    /**
     * Upscales an image with settings: {@code upscale(image, u -> u.tile(128).colorCorrection())}.
     *
     * @param image the image
     * @param settings changes the default settings
     * @return the upscaled image, in [0, 1]
     * @throws IllegalArgumentException if the image contains non-finite numbers or does not fit into memory with its
     *     result
     */
    public Image upscale(Image image, UnaryOperator<Upscaling> settings) {
        return upscaling(settings).upscale(image);
    }

    /**
     * Returns this network with settings, for streams, folders and {@code evaluate}: {@code upscaling(u ->
     * u.tile(128))}.
     *
     * @param settings changes the default settings
     * @return the upscaler
     * @throws IllegalArgumentException if {@code settings} returns null
     */
    public Upscaler upscaling(UnaryOperator<Upscaling> settings) {
        return new ConfiguredUpscaler(this, Upscaling.configured(settings));
    }

    @Override
    public Session open() {
        return upscaling(UnaryOperator.identity()).open();
    }

    @Override
    public Identity identity() {
        return upscaling(UnaryOperator.identity()).identity();
    }

    /**
     * Writes the weights in float32.
     *
     * @param file ends in {@code .pth}, {@code .safetensors}, {@code .onnx}, {@code .pt} (TorchScript) or {@code .param}; the {@code .bin} of a
     *     {@code .param} file is written beside it
     * @throws IllegalArgumentException if the extension is another one, or the architecture is not written in it
     */
    public void save(Path file) {
        save(file, StoredType.FLOAT32);
    }

    /**
     * Writes the weights in float32: {@code network.save("adapted.pth")}; see {@link #save(Path)}.
     *
     * @param file the path of the file
     */
    public void save(String file) {
        save(Path.of(file));
    }

    /**
     * Writes the weights: {@code network.save("adapted.pth", StoredType.FLOAT16)}; see {@link #save(Path, StoredType)}.
     *
     * @param file the path of the file
     * @param type the number format
     */
    public void save(String file, StoredType type) {
        save(Path.of(file), type);
    }

    /**
     * Writes the weights in a number format, for example {@code FLOAT16} for half the file size. Beside an adapted network
     * its {@linkplain #card card} is written, as {@code FILE.card.md} and {@code FILE.card.json}; beside another one it is
     * written where there is an earlier card of the file.
     *
     * @param file ends in {@code .pth}, {@code .safetensors}, {@code .onnx}, {@code .pt} (TorchScript) or {@code .param}; the {@code .bin} of a
     *     {@code .param} file is written beside it
     * @param type a floating-point format; for ONNX and ncnn FLOAT32 or FLOAT16
     * @throws IllegalArgumentException if the extension or the format is another one, a number is out of the format's
     *     range, or the architecture is not written in the extension's format
     */
    public void save(Path file, StoredType type) {
        write(file, type);
        // What made an adapted network gets lost where its file is passed on without the run. The card of an earlier
        // network under this name would tell of the wrong one.
        if (weights.metadata().containsKey(ModelCard.SENTENCE) || ModelCard.isBeside(file)) {
            card().writeBeside(file);
        }
    }

    /**
     * Checks that {@link #save(Path)} can write this network, so that a long training is not begun for a file that its
     * result cannot have.
     *
     * @param file the file to be saved
     * @throws IllegalArgumentException if the architecture is not written in the format of the extension; the message
     *     names the extensions of those that it is written in
     */
    public void requireWritable(Path file) {
        if (Checkpoints.isOnnx(file)) {
            onnx();
        } else if (Checkpoints.isTorchScript(file)) {
            torchScript();
        } else if (Checkpoints.isNcnn(file)) {
            ncnn();
        }
    }

    private void write(Path file, StoredType type) {
        StateDict written = config.written(weights);
        if (Checkpoints.isOnnx(file)) {
            Checkpoints.write(onnx(), written.metadata(description()), file, type);
        } else if (Checkpoints.isTorchScript(file)) {
            Checkpoints.write(torchScript(), written.metadata(description()), file, type);
        } else if (Checkpoints.isNcnn(file)) {
            Checkpoints.write(ncnn(), written, file, type);
        } else {
            Checkpoints.write(written, file, type);
        }
    }

    private OnnxGraph onnx() {
        return config.onnx().orElseThrow(() -> unwritable("ONNX file", "that says its layers by onnx()"));
    }

    private NcnnGraph ncnn() {
        return config.ncnn().orElseThrow(() -> unwritable("ncnn file", "that says its layers by ncnn()"));
    }

    private TorchScript torchScript() {
        if (!(config instanceof ScriptedConfig scripted)) {
            throw unwritable("TorchScript file", "whose forward pass is a script");
        }
        List<String> parameters =
                config.names().stream().filter(config::learned).toList();
        return new TorchScript(scripted.script(), config.names(), parameters, scale(), config.multiple());
    }

    private IllegalArgumentException unwritable(String file, String which) {
        List<String> others = new ArrayList<>();
        config.onnx().ifPresent(graph -> others.add(".onnx"));
        if (config instanceof ScriptedConfig) {
            others.add(".pt (TorchScript)");
        }
        config.ncnn().ifPresent(graph -> others.add(".param (ncnn)"));
        others.add(".pth");
        return new IllegalArgumentException(file + " must be of an architecture " + which + ", got "
                + config.architecture() + " of " + source + ": use " + String.join(", ", others) + " or .safetensors");
    }

    /**
     * Interpolates the weights of two networks: (1 − share) · these + share · those of the other network.
     *
     * @param after a network of the same architecture and sizes
     * @param share the share of the other network, from 0 to 1
     * @return the new network, float32
     * @throws IllegalArgumentException if the networks are of different architectures or sizes, or the share is out of
     *     range
     */
    public Network mixedWith(Network after, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share of the second network must be a number from 0 to 1, got " + share
                    + ": use 0.5 for the middle between " + source + " and " + after.source);
        }
        if (!config.equals(after.config)) {
            throw new IllegalArgumentException("networks to mix must be of one architecture and size, got "
                    + config.architecture() + " (" + sizes() + ") of " + source + " and "
                    + after.config.architecture() + " (" + after.sizes() + ") of " + after.source
                    + ": mix a network with what was adapted from it");
        }
        Map<String, StoredTensor> mixed = new LinkedHashMap<>();
        for (String name : weights.names()) {
            float[] values = weights.tensor(name).floats();
            float[] others = after.weights.tensor(name).floats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((1 - share) * values[i] + share * others[i]);
            }
            mixed.put(name, StoredTensor.of(values, weights.tensor(name).shape()));
        }
        Map<String, String> recipe = new LinkedHashMap<>();
        recipe.put("mixed from", source);
        recipe.put("sha256 of the first", weights.digest());
        recipe.put("and", after.source);
        recipe.put("sha256 of the second", after.weights.digest());
        recipe.put("share of the second", String.valueOf(share));
        Optional<String> common = Optional.of(origin()).filter(after.origin()::equals);
        return new Network(
                config,
                StateDict.of(mixed).metadata(recipe),
                "mix of " + source + " and " + after.source + ", " + share,
                device,
                common,
                "mix(" + phrase + ", " + after.phrase + ", " + share + ")");
    }

    /**
     * Returns what the network is and what made it.
     *
     * @return the card, whose entries are those of the file's metadata and what the weights tell
     */
    public ModelCard card() {
        return new ModelCard(description());
    }

    /** What the file of another program tells of the network: the record of its weights, and what is known of it. */
    private Map<String, String> description() {
        Map<String, String> entries = new LinkedHashMap<>(weights.metadata());
        entries.put("name", source);
        adaptedFrom.ifPresent(first -> entries.put("adapted from", first));
        entries.put("architecture", config.architecture() + ", " + sizes());
        entries.put("scale", String.valueOf(scale()));
        entries.put("input", "N x 3 x H x W, RGB in [0, 1], H and W multiples of " + config.multiple());
        entries.put(ModelCard.CHECKSUM, weights.digest());
        return entries;
    }

    /**
     * Returns the same network with another name and without a record of its origin.
     *
     * @param name the new name
     * @return the new network
     */
    public Network named(String name) {
        return new Network(
                config, weights, name, device, Optional.empty(), phrase + ".named(" + Phrases.of(name) + ")");
    }

    /**
     * Returns the same network with another name, as the result of a training.
     *
     * @param name the new name
     * @param first the name of the network from which training first started
     * @return the new network
     */
    public Network named(String name, String first) {
        return new Network(
                config,
                weights,
                name,
                device,
                Optional.of(first),
                WeightsOrigin.of(name).network());
    }

    /**
     * Returns the name of the network from which training first started, or the name of this network if there is none.
     *
     * @return the name
     */
    public String origin() {
        return adaptedFrom.orElse(source);
    }

    /**
     * Returns the same network on a device: {@code network.on(cpu())}, {@code network.on(gpu(1))}. Upscaling,
     * evaluation metrics and features use this device; training uses the device of its own configuration.
     *
     * @param value the device
     * @return the new network
     */
    public Network on(Device value) {
        return new Network(config, weights, source, Optional.of(value), adaptedFrom, phrase);
    }

    /**
     * Describes the network: architecture, sizes, scale and number of parameters.
     *
     * @return a table with one row for each property
     */
    public Table describe() {
        return Table.create(source)
                .addColumns(
                        StringColumn.create("what", "architecture", "sizes", "scale", "parameters", "read from"),
                        StringColumn.create(
                                "found",
                                config.architecture(),
                                sizes(),
                                "×" + scale(),
                                String.format(Locale.ROOT, "%,d", parameters()),
                                weights.source()));
    }

    /** The components of the configuration, for example {@code features=64, blocks=23}. */
    private String sizes() {
        JsonObject facts = Facts.of(config).getAsJsonObject();
        return facts.entrySet().stream()
                .filter(fact -> !fact.getKey().equals(Facts.TYPE))
                .map(fact -> fact.getKey() + "=" + fact.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The configuration only: the weights are identified by their own digest. */
    @Override
    public Object facts() {
        return Map.of("config", config);
    }

    @Override
    public View view() {
        return Tables.html(describe());
    }

    @Override
    public String toString() {
        return phrase;
    }
}
