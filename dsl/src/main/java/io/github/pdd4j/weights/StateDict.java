package io.github.pdd4j.weights;

import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.io.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The named tensors of a network in the order of the file, as PyTorch's {@code state_dict()} gives them.
 *
 * <pre>{@code
 * var weights = StateDict.of(Map.of("module.conv.bias", StoredTensor.of(new float[] {1, 2}, 2)));
 * weights.withoutPrefix("module.").tensor("conv.bias").floats();
 * }</pre>
 */
public final class StateDict {
    private final Map<String, StoredTensor> tensors;
    private final Map<String, String> metadata;
    private final @Nullable CheckpointFile file;
    private volatile @Nullable String digest;

    StateDict(Map<String, StoredTensor> tensors, Map<String, String> metadata, @Nullable CheckpointFile file) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        this.file = file;
    }

    /** A state dict in memory, in the order of the map. */
    public static StateDict of(Map<String, StoredTensor> tensors) {
        return new StateDict(tensors, Map.of(), null);
    }

    /** The names, in order. */
    public List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /** Whether a tensor of this name is here. */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * The tensor of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the nearest names
     */
    public StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor name must be one of the " + size() + " in " + source() + ", got "
                    + name + ": the nearest are " + NearestNames.of(name, tensors.keySet()));
        }
        return tensor;
    }

    /**
     * The length of one axis of a tensor, 0 being the outermost.
     *
     * @throws IllegalArgumentException if there is no such tensor or axis
     */
    public int length(String name, int axis) {
        long[] shape = tensor(name).shape();
        if (axis >= shape.length || shape[axis] > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("tensor " + name + " of " + source() + " must have an axis " + axis
                    + " of a sensible length, got " + tensor(name) + ": use the file of a whole network");
        }
        return (int) shape[axis];
    }

    /** Whether a tensor of this name is here and has so many axes. */
    public boolean has(String name, int axes) {
        StoredTensor tensor = tensors.get(name);
        return tensor != null && tensor.shape().length == axes;
    }

    /** The largest number that follows this prefix in a name, below the number of tensors; -1 where none does. */
    public int largest(String prefix) {
        Pattern numbered = Pattern.compile(Pattern.quote(prefix) + "(\\d{1,6})\\..*");
        return tensors.keySet().stream()
                .map(numbered::matcher)
                .filter(Matcher::matches)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .filter(number -> number < size())
                .max()
                .orElse(-1);
    }

    /** How many tensors there are. */
    public int size() {
        return tensors.size();
    }

    /**
     * The same tensors, with this prefix taken off the names that have it.
     *
     * @throws IllegalArgumentException if two names would become one
     */
    public StateDict withoutPrefix(String prefix) {
        return renamed(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
    }

    /**
     * The same tensors under other names, in the same order.
     *
     * @throws IllegalArgumentException if two names would become one
     */
    public StateDict renamed(UnaryOperator<String> renaming) {
        Map<String, StoredTensor> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            String other = renaming.apply(name);
            if (renamed.put(other, tensor) != null) {
                throw new IllegalArgumentException("new names must stay different, got two tensors " + other + " in "
                        + source() + ": keep the old names or rename one of them");
            }
        });
        return new StateDict(renamed, metadata, file);
    }

    /**
     * The tensors of these names, in this order.
     *
     * @throws IllegalArgumentException if one is missing; the message lists the nearest names
     */
    public StateDict only(List<String> wanted) {
        Map<String, StoredTensor> chosen = new LinkedHashMap<>();
        wanted.forEach(name -> chosen.put(name, tensor(name)));
        return new StateDict(chosen, metadata, file);
    }

    /** Name of the file that this was read from, or {@code memory}. */
    public String source() {
        return file == null ? "memory" : file.name();
    }

    /** SHA-256 of the file that this was read from, in lower-case hexadecimal; empty for one made in memory. */
    public Optional<String> sha256() {
        return Optional.ofNullable(file).map(CheckpointFile::sha256);
    }

    /** The first 8 digits of {@link #sha256()}, or of {@link #digest()} where there is no file: for tables and captions. */
    public String fingerprint() {
        return sha256().orElseGet(this::digest).substring(0, 8);
    }

    /** SHA-256 over names, formats, shapes and numbers: what {@link #sha256} is to a file, for weights made in memory. */
    public String digest() {
        String known = digest;
        if (known == null) {
            known = Sha256.of(all -> tensors.forEach((name, tensor) -> {
                all.update((name + " " + tensor + "\n").getBytes(StandardCharsets.UTF_8));
                all.update(tensor.raw());
            }));
            digest = known;
        }
        return known;
    }

    /**
     * These weights, where every number of them is finite as float32.
     *
     * @return this
     * @throws IllegalArgumentException if one is not; the message names the tensor, the value and its place
     */
    public StateDict requireFinite() {
        List<String> bad = tensors.entrySet().stream()
                .filter(entry -> entry.getValue().notFinite().isPresent())
                .map(Map.Entry::getKey)
                .toList();
        if (bad.isEmpty()) {
            return this;
        }
        StoredTensor first = tensor(bad.get(0));
        String others = bad.size() == 1 ? "" : ", and such numbers in " + (bad.size() - 1) + " tensors more";
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "weights of %s must be finite numbers, got %s in %s%s: a training that diverged leaves such a file, use an earlier checkpoint or fetch it again",
                source(),
                first.notFinite().orElseThrow(),
                bad.get(0),
                others));
    }

    /**
     * The numbers of one tensor in another format, as they are written to a file.
     *
     * @throws IllegalArgumentException if one that is finite is too large for the format
     */
    byte[] raw(String name, StoredType wanted) {
        StoredTensor tensor = tensor(name);
        byte[] numbers = tensor.raw(wanted);
        StoredType type = tensor.storedAs(wanted);
        StridedLayout extent = StridedLayout.dense(tensor.shape());
        boolean overflow = type != tensor.type()
                && new StoredTensor(type, extent, FileSlice.of(numbers))
                        .notFinite()
                        .isPresent()
                && tensor.notFinite().isEmpty();
        if (overflow) {
            throw new IllegalArgumentException("weights to write as " + wanted + " must be within its range, got larger"
                    + " ones in " + name + " of " + source() + ": use BFLOAT16 or FLOAT32");
        }
        return numbers;
    }

    /** Whether the other weights have the same names in the same order with the same formats, shapes and numbers. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof StateDict that) || !shapes().equals(that.shapes())) {
            return false;
        }
        boolean shared = names().stream().allMatch(name -> tensors.get(name) == that.tensors.get(name));
        return shared || digest().equals(that.digest());
    }

    /** Of names, formats and shapes only, so that no file is read for it. */
    @Override
    public int hashCode() {
        return shapes().hashCode();
    }

    private List<String> shapes() {
        return tensors.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }

    /**
     * What the file says beside its tensors: the string entries of safetensors; for ncnn {@code ncnn.layers}, one line a
     * layer with its type, name and parameters.
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** The same tensors with other metadata, which only safetensors files keep. */
    public StateDict metadata(Map<String, String> entries) {
        return new StateDict(tensors, entries, file);
    }

    /** For example {@code RealESRGAN_x4plus.pth: 702 tensors, 16697987 numbers}. */
    @Override
    public String toString() {
        long numbers = tensors.values().stream().mapToLong(StoredTensor::size).sum();
        return source() + ": " + size() + " tensors, " + numbers + " numbers";
    }
}
