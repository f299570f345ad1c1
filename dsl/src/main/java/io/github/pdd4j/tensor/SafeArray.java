package io.github.pdd4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.internal.NDArrayEx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.Buffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an array of DJL's, or for what leads from one array to the next, and keeps every call safe inside a graph.
 *
 * <p>DJL gets its own objects as arguments, and what it returns is given out behind a stand-in again.
 */
final class SafeArray implements InvocationHandler {
    private static final List<Class<?>> KINDS = List.of(NDArray.class, NDArrayEx.class, NDManager.class);
    private static final Object[] NONE = {};

    private final Object real;

    /** Whether it is an array that a loss was given, or a view of one, and not one that it made. */
    private final boolean given;

    private SafeArray(Object real, boolean given) {
        this.real = real;
        this.given = given;
    }

    /** The array behind a stand-in that refuses to change it. */
    static NDArray given(NDArray array) {
        return (NDArray) wrapped(array, true);
    }

    /** The array behind a stand-in; the stand-in itself where it is one. */
    static NDArray safe(NDArray array) {
        return (NDArray) wrapped(array, false);
    }

    /** The arrays behind stand-ins. */
    static NDList safe(NDList arrays) {
        return new NDList(arrays.stream().map(SafeArray::safe).toList());
    }

    /** DJL's own array. */
    static NDArray plain(NDArray array) {
        return (NDArray) behind(array).orElse(array);
    }

    static boolean isSafe(NDArray array) {
        return behind(array).isPresent();
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] passed) throws Throwable {
        Object[] arguments = passed == null ? NONE : passed;
        if (given) {
            SafeArrayMethods.requireUnchanged(method);
        }
        boolean shared = given && SafeArrayMethods.isView(method);
        Optional<SafeArrayMethods.Answer> answer =
                real instanceof NDArray ? SafeArrayMethods.insteadOf(method) : Optional.empty();
        if (answer.isPresent()) {
            return result(self, answer.get().to((NDArray) real, arguments), shared);
        }
        Optional<Method> twin = SafeArrayMethods.withArray(method);
        if (twin.isPresent()) {
            try (NDArray number = safe(SafeArrayMethods.number(array(), (Number) arguments[0]))) {
                return call(twin.get(), self, number);
            }
        }
        if (inOtherWords(method, arguments)) {
            return InvocationHandler.invokeDefault(self, method, arguments);
        }
        return result(self, owned(arguments, call(method, real, plain(arguments))), shared);
    }

    private NDArray array() {
        return real instanceof NDArrayEx extended ? extended.getArray() : (NDArray) real;
    }

    /** Whether the engine leaves a method to DJL's interface, which writes it in other calls: they come here again. */
    private boolean inOtherWords(Method method, Object[] arguments) throws NoSuchMethodException {
        if (real instanceof NDArray) {
            return method.getName().equals("scaleGradient")
                    || Arrays.stream(arguments).anyMatch(Function.class::isInstance);
        }
        return real.getClass()
                .getMethod(method.getName(), method.getParameterTypes())
                .isDefault();
    }

    /** What was made over Java's memory gets memory of its own: a graph may outlive the array. */
    private @Nullable Object owned(Object[] arguments, @Nullable Object made) {
        if (real instanceof NDManager
                && arguments.length > 0
                && arguments[0] instanceof Buffer
                && made instanceof NDArray array) {
            try (array) {
                return Tensors.copy(array);
            }
        }
        return made;
    }

    private static @Nullable Object call(Method method, Object on, @Nullable Object... arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** In-place calls return the array itself, so that a stand-in does as well. */
    private @Nullable Object result(Object self, @Nullable Object result, boolean shared) {
        return result == real ? self : result == null ? null : wrapped(result, shared);
    }

    private static Object wrapped(Object result, boolean given) {
        if (result instanceof NDList arrays) {
            return new NDList(arrays.stream()
                    .map(array -> (NDArray) wrapped(array, given))
                    .toList());
        }
        if (result instanceof List<?> several) {
            return several.stream().map(each -> wrapped(each, given)).toList();
        }
        return KINDS.stream()
                .filter(kind -> kind.isInstance(result) && behind(result).isEmpty())
                .findFirst()
                .map(kind -> Proxy.newProxyInstance(
                        kind.getClassLoader(), new Class<?>[] {kind}, new SafeArray(result, given)))
                .orElse(result);
    }

    private static @Nullable Object unwrapped(@Nullable Object argument) {
        if (argument instanceof NDList arrays) {
            return new NDList(arrays.stream().map(SafeArray::plain).toList());
        }
        if (argument instanceof Collection<?> several) {
            return several.stream().map(SafeArray::unwrapped).toList();
        }
        if (argument instanceof Object[] several) {
            return plain(several);
        }
        return argument == null ? null : behind(argument).orElse(argument);
    }

    private static @Nullable Object[] plain(@Nullable Object[] arguments) {
        @Nullable Object[] plain = arguments.clone();
        Arrays.setAll(plain, i -> unwrapped(arguments[i]));
        return plain;
    }

    private static Optional<Object> behind(Object object) {
        return Proxy.isProxyClass(object.getClass()) && Proxy.getInvocationHandler(object) instanceof SafeArray standIn
                ? Optional.of(standIn.real)
                : Optional.empty();
    }
}
