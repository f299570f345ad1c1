package io.github.pdd4j.weights;

import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.io.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The named tensors of a network in file order, like PyTorch's {@code state_dict()}.
 *
 * <pre>{@code
 * var weights = StateDict.of(Map.of("module.conv.bias", StoredTensor.of(new float[] {1, 2}, 2)));
 * weights.withoutPrefix("module.").tensor("conv.bias").floats();
 * }</pre>
 */
public final class StateDict {
    private static final String KERNEL = ".kernel";

    private final Map<String, StoredTensor> tensors;
    private final Map<String, String> metadata;
    private final @Nullable CheckpointFile file;
    private volatile @Nullable String digest;

    StateDict(Map<String, StoredTensor> tensors, Map<String, String> metadata, @Nullable CheckpointFile file) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        this.file = file;
    }

    /**
     * Creates a state dict in memory.
     *
     * @param tensors the tensors by name; the order is kept
     * @return the state dict
     */
    public static StateDict of(Map<String, StoredTensor> tensors) {
        return new StateDict(tensors, Map.of(), null);
    }

    /**
     * Returns the names of the tensors, in order.
     *
     * @return the names
     */
    public List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /**
     * Returns whether a tensor exists.
     *
     * @param name the name
     * @return whether it exists
     */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * Returns a tensor.
     *
     * @param name the name
     * @return the tensor
     * @throws IllegalArgumentException if it does not exist; the message lists the most similar names
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
     * Returns the length of one axis of a tensor.
     *
     * @param name the name of the tensor
     * @param axis the index of the axis, 0 for the outermost
     * @return the length
     * @throws IllegalArgumentException if the tensor or the axis does not exist, or the length exceeds the range of int
     */
    public int length(String name, int axis) {
        long[] shape = tensor(name).shape();
        if (axis >= shape.length || shape[axis] > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("tensor " + name + " of " + source() + " must have an axis " + axis
                    + " of a sensible length, got " + tensor(name) + ": use the file of a whole network");
        }
        return (int) shape[axis];
    }

    /**
     * Returns whether a tensor exists and has this number of axes.
     *
     * @param name the name
     * @param axes the number of axes
     * @return whether it exists with this number of axes
     */
    public boolean has(String name, int axes) {
        StoredTensor tensor = tensors.get(name);
        return tensor != null && tensor.shape().length == axes;
    }

    /**
     * Returns the largest number that follows a prefix in a tensor name. Numbers not below the number of tensors are
     * ignored.
     *
     * @param prefix the prefix, for example {@code body.}
     * @return the number, or -1 if there is none
     */
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

    /**
     * Returns the number of tensors.
     *
     * @return the number of tensors
     */
    public int size() {
        return tensors.size();
    }

    /**
     * Removes a prefix from the names that start with it.
     *
     * @param prefix the prefix
     * @return the same tensors in the same order
     * @throws IllegalArgumentException if two names would become equal
     */
    public StateDict withoutPrefix(String prefix) {
        return renamed(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
    }

    /**
     * Renames the tensors.
     *
     * @param renaming maps an old name to a new one
     * @return the same tensors in the same order
     * @throws IllegalArgumentException if two names would become equal
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
     * Returns the tensors in PyTorch's layout where they are in that of JAX's Flax: each convolution's {@code ….kernel},
     * height × width × inputs × outputs, becomes {@code ….weight}, outputs × inputs × height × width.
     *
     * <pre>{@code
     * var flax = StateDict.of(Map.of("Conv_0.kernel", StoredTensor.of(new float[6], 1, 1, 2, 3)));
     * System.out.println(flax.outputsFirst().tensor("Conv_0.weight"));
     * }</pre>
     *
     * @return the same numbers; all other tensors are unchanged
     * @throws IllegalArgumentException if two names would become equal
     */
    public StateDict outputsFirst() {
        Map<String, StoredTensor> ordered = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> ordered.put(name, isKernel(name) ? tensor.permuted(3, 2, 0, 1) : tensor));
        return new StateDict(ordered, metadata, file)
                .renamed(
                        name -> isKernel(name) ? name.substring(0, name.length() - KERNEL.length()) + ".weight" : name);
    }

    private boolean isKernel(String name) {
        return name.endsWith(KERNEL) && has(name, 4);
    }

    /**
     * Replaces a tensor, or adds it at the end.
     *
     * @param name the name
     * @param tensor the tensor
     * @return all tensors, the others unchanged
     */
    public StateDict with(String name, StoredTensor tensor) {
        Map<String, StoredTensor> changed = new LinkedHashMap<>(tensors);
        changed.put(name, tensor);
        return new StateDict(changed, metadata, file);
    }

    /**
     * Selects tensors.
     *
     * @param wanted the names
     * @return the tensors in the order of {@code wanted}
     * @throws IllegalArgumentException if a tensor does not exist; the message lists the most similar names
     */
    public StateDict only(List<String> wanted) {
        Map<String, StoredTensor> chosen = new LinkedHashMap<>();
        wanted.forEach(name -> chosen.put(name, tensor(name)));
        return new StateDict(chosen, metadata, file);
    }

    /**
     * Returns the name of the file that the tensors were read from.
     *
     * @return the file name, or {@code memory}
     */
    public String source() {
        return file == null ? "memory" : file.name();
    }

    /**
     * Returns the SHA-256 of the file that the tensors were read from.
     *
     * @return the SHA-256 in lower-case hexadecimal; empty for a state dict created in memory
     */
    public Optional<String> sha256() {
        return Optional.ofNullable(file).map(CheckpointFile::sha256);
    }

    /**
     * Returns the first 8 digits of {@link #sha256()}, or of {@link #digest()} without a file, for tables and captions.
     *
     * @return 8 hexadecimal digits
     */
    public String fingerprint() {
        return sha256().orElseGet(this::digest).substring(0, 8);
    }

    /**
     * Returns a SHA-256 over names, formats, shapes and numbers, which does not depend on the file format.
     *
     * @return the digest in lower-case hexadecimal
     */
    public String digest() {
        String known = digest;
        if (known == null) {
            known = Sha256.of(all -> tensors.forEach((name, tensor) -> {
                all.update((name + " " + header(tensor) + "\n").getBytes(StandardCharsets.UTF_8));
                all.update(tensor.raw());
            }));
            digest = known;
        }
        return known;
    }

    /** Part of the digest, which runs keep: independent of {@link StoredTensor#toString()}, which may be reworded. */
    private static String header(StoredTensor tensor) {
        long[] shape = tensor.shape();
        String sides = shape.length == 0
                ? "scalar"
                : Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("x"));
        return tensor.type().name() + " " + sides;
    }

    /**
     * Checks that all numbers are finite as float32.
     *
     * @return this
     * @throws IllegalArgumentException if a number is not finite; the message gives the tensor, the value and its
     *     position
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
     * Returns the numbers of one tensor encoded in a format.
     *
     * @throws IllegalArgumentException if a finite number is out of the format's range
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

    /** Returns whether both have the same names in the same order with the same formats, shapes and numbers. */
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

    /** Depends on names, formats and shapes only, so that no file is read. */
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
     * Returns the metadata of the file: the string entries of safetensors; for ncnn {@code ncnn.layers}, a JSON
     * list of all layers with type, name and parameters.
     *
     * @return the metadata
     */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Replaces the metadata. Only safetensors files store it.
     *
     * @param entries the new metadata
     * @return the same tensors with the new metadata
     */
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
