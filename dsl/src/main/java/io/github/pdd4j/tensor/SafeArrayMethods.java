package io.github.pdd4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The methods of {@link SafeArray} that replace DJL's own, which cut gradients or use memory that Java has freed. */
final class SafeArrayMethods {
    /** PyTorch's numbers of the types that DJL supports without crashing the process. */
    private static final Map<DataType, Integer> TYPES = Map.of(
            DataType.UINT8, 0,
            DataType.INT8, 1,
            DataType.INT32, 3,
            DataType.INT64, 4,
            DataType.FLOAT16, 5,
            DataType.FLOAT32, 6,
            DataType.FLOAT64, 7,
            DataType.BOOLEAN, 11);

    private static final Map<String, Answer> ANSWERS = Map.of(
            "toType", (x, to) -> converted(x, (DataType) to[0], (boolean) to[1]),
            "toDevice", (x, to) -> onDevice(x, (Device) to[0], (boolean) to[1]),
            "duplicate", (x, nothing) -> copied(x, true),
            "clip", (x, limits) -> clipped(x, (Number) limits[0], (Number) limits[1]),
            "toDegrees", (x, nothing) -> Tensors.scaled(x, 180 / Math.PI),
            "toRadians", (x, nothing) -> Tensors.scaled(x, Math.PI / 180),
            "cbrt", (x, nothing) -> SafeArray.safe(x).pow(1.0 / 3),
            "toByteBuffer", (x, nothing) -> refuseStranger(),
            "setRequiresGradient", (x, nothing) -> refuseGradient(),
            "getGradient", (x, nothing) -> refuseGradient());

    /** Methods that change an array, and what to write instead. */
    private static final Map<String, String> IN_PLACE = Map.ofEntries(
            Map.entry("addi", "add(...)"),
            Map.entry("subi", "sub(...)"),
            Map.entry("muli", "mul(...)"),
            Map.entry("divi", "div(...)"),
            Map.entry("modi", "mod(...)"),
            Map.entry("powi", "pow(...)"),
            Map.entry("signi", "sign()"),
            Map.entry("negi", "neg()"),
            Map.entry("set", "duplicate() and change that"),
            Map.entry("setScalar", "duplicate() and change that"),
            Map.entry("intern", "duplicate() and change that"));

    /** Methods whose results share the memory of the array. */
    private static final Set<String> VIEWS = Set.of(
            "get",
            "reshape",
            "flatten",
            "squeeze",
            "expandDims",
            "transpose",
            "swapAxes",
            "flip",
            "split",
            "broadcast",
            "stopGradient");

    private SafeArrayMethods() {}

    /** A replacement for a method of an array. */
    @FunctionalInterface
    interface Answer {
        Object to(NDArray plain, Object[] arguments);
    }

    static Optional<Answer> insteadOf(Method method) {
        return Optional.ofNullable(ANSWERS.get(method.getName()));
    }

    /** Rejects changes of an input of the loss: other terms read it, and the backward pass needs its values. */
    static void requireUnchanged(Method method) {
        String instead = IN_PLACE.get(method.getName());
        if (instead != null) {
            throw new RefusedCallException("in-place operations are refused on the arrays that a loss is given, got "
                    + method.getName() + "(...): other terms and the gradient need them as they are, write " + instead);
        }
    }

    static boolean isView(Method method) {
        return VIEWS.contains(method.getName());
    }

    /** Returns the overload that takes an array instead of a number. */
    static Optional<Method> withArray(Method method) {
        Class<?>[] parameters = method.getParameterTypes();
        if (parameters.length != 1 || parameters[0] != Number.class || method.getReturnType() != NDArray.class) {
            return Optional.empty();
        }
        try {
            return Optional.of(method.getDeclaringClass().getMethod(method.getName(), NDArray.class));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /**
     * Converts a number to an array that owns its memory, of a type that does not promote the other array. DJL's own
     * array would be in Java memory, which a garbage collection may free before the backward pass.
     */
    static NDArray number(NDArray like, Number value) {
        return Tensors.OPS.call("number", like, value.doubleValue(), code(fitting(like.getDataType(), value)));
    }

    private static DataType fitting(DataType type, Number value) {
        boolean whole = !(value instanceof Float || value instanceof Double);
        if (type.isFloating() || (whole && type.isInteger())) {
            return type;
        }
        return whole ? DataType.INT64 : DataType.FLOAT32;
    }

    private static NDArray converted(NDArray x, DataType type, boolean copy) {
        int code = code(type);
        return type == x.getDataType() ? copied(x, copy) : Tensors.OPS.call("cast", x, code);
    }

    private static int code(DataType type) {
        Integer code = TYPES.get(type);
        if (code == null) {
            throw new IllegalArgumentException("array of a loss must be converted to one of "
                    + TYPES.keySet().stream().sorted().toList() + ", got " + type
                    + ": use FLOAT32, the engine's conversion to it would end the program");
        }
        return code;
    }

    private static NDArray onDevice(NDArray x, Device device, boolean copy) {
        if (!device.equals(x.getDevice())) {
            throw new IllegalArgumentException("array of a loss must stay on " + x.getDevice() + ", got toDevice("
                    + device + "): leave it out, the whole graph is computed there");
        }
        return copied(x, copy);
    }

    private static NDArray copied(NDArray x, boolean copy) {
        return copy ? Tensors.OPS.call("clone", x) : x;
    }

    private static NDArray clipped(NDArray x, Number least, Number most) {
        return x.getDataType().isFloating()
                ? Tensors.OPS.call("clamp", x, least.doubleValue(), most.doubleValue())
                : x.clip(least, most);
    }

    private static NDArray refuseStranger() {
        throw new IllegalStateException(
                "arrays in a loss must be combined with arrays of the same loss, got one made elsewhere, whose"
                        + " result would carry no gradient: make it with getManager().create(...) of an array of the loss,"
                        + " or read numbers with toFloatArray()");
    }

    private static NDArray refuseGradient() {
        throw new IllegalStateException("gradients inside a loss must be asked for as values, got a call that stores"
                + " them on an array: use Tensors.gradients(loss, List.of(Tensors.leaf(x)))");
    }
}
