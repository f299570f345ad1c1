package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * TorchScript functions from a source file in the resources, compiled at the first call. Gradients flow through them.
 *
 * <p>A function is declared as {@code def name(self, x: Tensor, w: List[Tensor]) -> Tensor}. Numbers are passed as
 * zero-dimensional tensors ({@code int(n)}, {@code float(s)}), {@code float[]} and {@code float[][]} as tensors of
 * their shape. All of these are on the CPU, so that a script can read them without waiting for a GPU. Results belong to
 * the scope of the <em>first</em> argument, and are {@linkplain Tensors#safe safe} if it is.
 */
public final class Script {
    private final String name;
    private final String source;
    private final Map<Device, PtSymbolBlock> compiled = new ConcurrentHashMap<>();
    private final Map<String, NDArray> markers = new ConcurrentHashMap<>();
    private final NDManager manager = Torch.manager(Device.cpu());

    private Script(String name, String source) {
        this.name = name;
        this.source = source;
    }

    /**
     * Reads a script from the resources.
     *
     * @param owner the class in whose package the resources are; one of another package begins with a slash
     * @param resources the names of the resource files, whose functions may call each other; the last names the script
     * @return the script
     * @throws IllegalArgumentException if a resource does not exist
     */
    public static Script of(Class<?> owner, String... resources) {
        String source =
                Stream.of(resources).map(resource -> text(owner, resource)).collect(Collectors.joining("\n"));
        return new Script(resources[resources.length - 1], source);
    }

    private static String text(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("script must be a resource beside " + owner.getName() + ", got "
                        + resource + ": it is missing from the jar, build the project again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns a function of images and weights with the values of its other arguments.
     *
     * @param function the name of the function
     * @param sizes the arguments after images and weights: numbers or float[]
     * @return the function
     */
    public ScriptFunction function(String function, Object... sizes) {
        return new ScriptFunction(this, function, List.of(sizes));
    }

    String source() {
        return source;
    }

    /**
     * Calls a function that returns one tensor.
     *
     * @param function the name of the function
     * @param first the first argument; the result belongs to its scope
     * @param rest the other arguments: arrays, lists of arrays, numbers, float[] or float[][]
     * @return the result
     * @throws IllegalArgumentException if an argument has another type
     */
    public NDArray call(String function, NDArray first, Object... rest) {
        return callForList(function, first, rest).singletonOrThrow();
    }

    /**
     * Calls a function that returns a list of tensors.
     *
     * @param function the name of the function
     * @param first the first argument; the results belong to its scope
     * @param rest the other arguments: arrays, lists of arrays, numbers, float[] or float[][]
     * @return the results
     * @throws IllegalArgumentException if an argument has another type
     */
    public NDList callForList(String function, NDArray first, Object... rest) {
        if (SafeArray.isSafe(first)) {
            return SafeArray.safe(callForList(function, SafeArray.plain(first), rest));
        }
        NDList inputs = new NDList();
        first.setName(null);
        inputs.add(first);
        try (NDManager numbers = manager.newSubManager()) {
            for (int i = 0; i < rest.length; i++) {
                add(inputs, rest[i], i, numbers);
            }
            inputs.add(markers.computeIfAbsent(function, this::marker));
            return IValueUtils.forward(module(first.getDevice()), inputs, true);
        }
    }

    /** DJL uses an array's name to distinguish a tensor from a member of a list. */
    private void add(NDList inputs, Object argument, int position, NDManager numbers) {
        if (argument instanceof NDArray array) {
            array.setName(null);
            inputs.add(SafeArray.plain(array));
        } else if (argument instanceof Number number) {
            inputs.add(constant(number, numbers));
        } else if (argument instanceof float[] row) {
            inputs.add(numbers.create(row));
        } else if (argument instanceof float[][] rows) {
            inputs.add(numbers.create(rows));
        } else if (argument instanceof List<?> list) {
            for (Object member : list) {
                ((NDArray) member).setName("list" + position + "[]");
                inputs.add(SafeArray.plain((NDArray) member));
            }
        } else {
            throw new IllegalArgumentException(
                    "arguments of " + name + " must be arrays, lists of arrays, numbers or float[], got "
                            + argument.getClass().getName());
        }
    }

    private NDArray marker(String function) {
        NDArray marker = manager.create(0f);
        marker.setName("module_method:" + function);
        return marker;
    }

    private static NDArray constant(Number number, NDManager owner) {
        boolean whole = number instanceof Integer || number instanceof Long;
        return whole ? owner.create(number.longValue()) : owner.create(number.doubleValue());
    }

    private PtSymbolBlock module(Device device) {
        return compiled.computeIfAbsent(device, this::compile);
    }

    private PtSymbolBlock compile(Device device) {
        try {
            byte[] archive = ScriptArchive.of(source);
            PtNDManager owner = (PtNDManager) Torch.manager(device);
            return JniUtils.loadModule(owner, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
