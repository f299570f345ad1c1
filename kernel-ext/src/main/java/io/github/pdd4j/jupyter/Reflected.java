package io.github.pdd4j.jupyter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Public methods and fields by name, for kernels that the build does not compile against. */
final class Reflected {
    private Reflected() {}

    /** Answers the methods of an interface, but for those of Object. */
    interface Methods {
        @Nullable
        Object answer(String method, Object[] arguments);
    }

    /** Returns a class without initializing it, if there is one of this name. */
    static Optional<Class<?>> type(String name) {
        try {
            return Optional.of(Class.forName(name, false, Reflected.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Calls a method; the result is null where it returns nothing. */
    static @Nullable Object call(Object target, String name, Object... arguments) {
        return invoke(target.getClass(), target, name, arguments);
    }

    /** Calls a static method; the result is null where it returns nothing. */
    static @Nullable Object callStatic(Class<?> type, String name, Object... arguments) {
        return invoke(type, null, name, arguments);
    }

    /** Calls a method that never returns null. */
    static Object get(Object target, String name, Object... arguments) {
        return present(call(target, name, arguments), target.getClass(), name);
    }

    /** Calls a static method that never returns null. */
    static Object getStatic(Class<?> type, String name, Object... arguments) {
        return present(callStatic(type, name, arguments), type, name);
    }

    /** Returns the value of a field that is never null. */
    static Object field(Object target, String name) {
        return field(target.getClass(), target, name);
    }

    /** Returns the value of a static field that is never null; initializes the class. */
    static Object staticField(Class<?> type, String name) {
        return field(type, null, name);
    }

    /** Creates an object by the constructor without parameters. */
    static Object create(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw unfit(type, "its constructor", e);
        }
    }

    /** Creates an object of an interface. */
    static Object implement(Class<?> type, Methods methods) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> type.getSimpleName() + " of PDD4J";
                    default -> methods.answer(method.getName(), arguments == null ? new Object[0] : arguments);
                });
    }

    private static @Nullable Object invoke(Class<?> type, @Nullable Object target, String name, Object... arguments) {
        Method method = Arrays.stream(type.getMethods())
                .filter(each -> each.getName().equals(name) && accepts(each.getParameterTypes(), arguments))
                .findFirst()
                .orElseThrow(() -> unfit(type, name, null));
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw unfit(type, name, e);
        }
    }

    private static boolean accepts(Class<?>[] parameters, Object... arguments) {
        return parameters.length == arguments.length
                && IntStream.range(0, parameters.length).allMatch(i -> parameters[i].isInstance(arguments[i]));
    }

    private static Object field(Class<?> type, @Nullable Object target, String name) {
        try {
            return present(type.getField(name).get(target), type, name);
        } catch (ReflectiveOperationException e) {
            throw unfit(type, name, e);
        }
    }

    private static Object present(@Nullable Object value, Class<?> type, String name) {
        if (value == null) {
            throw unfit(type, name, null);
        }
        return value;
    }

    private static IllegalStateException unfit(Class<?> type, String name, @Nullable Throwable cause) {
        return new IllegalStateException(type.getName() + " does not have " + name + " as expected", cause);
    }
}
