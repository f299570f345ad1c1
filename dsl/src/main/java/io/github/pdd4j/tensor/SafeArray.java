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
 * A proxy for a DJL array, or for an object that leads from one array to the next, that makes every call safe in an
 * autograd graph.
 *
 * <p>DJL gets its own objects as arguments; its results are wrapped again.
 */
final class SafeArray implements InvocationHandler {
    private static final List<Class<?>> KINDS = List.of(NDArray.class, NDArrayEx.class, NDManager.class);
    private static final Object[] NONE = {};

    private final Object real;

    /** Whether the array is an input of the loss or a view of one, which must not be changed. */
    private final boolean given;

    private SafeArray(Object real, boolean given) {
        this.real = real;
        this.given = given;
    }

    /** Wraps an array in a proxy that rejects changes. */
    static NDArray given(NDArray array) {
        return (NDArray) wrapped(array, true);
    }

    /** Wraps an array; returns a proxy unchanged. */
    static NDArray safe(NDArray array) {
        return (NDArray) wrapped(array, false);
    }

    /** Wraps several arrays. */
    static NDList safe(NDList arrays) {
        return new NDList(arrays.stream().map(SafeArray::safe).toList());
    }

    /** Returns DJL's own array. */
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

    /**
     * Returns whether a method is implemented by DJL's interface in terms of other methods, which are called on the
     * proxy.
     */
    private boolean inOtherWords(Method method, Object[] arguments) throws NoSuchMethodException {
        if (real instanceof NDArray) {
            return method.getName().equals("scaleGradient")
                    || Arrays.stream(arguments).anyMatch(Function.class::isInstance);
        }
        return real.getClass()
                .getMethod(method.getName(), method.getParameterTypes())
                .isDefault();
    }

    /** Copies an array over Java memory to the engine's memory, because the graph may outlive it. */
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

    /** In-place methods return the array itself, so the proxy returns itself too. */
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
