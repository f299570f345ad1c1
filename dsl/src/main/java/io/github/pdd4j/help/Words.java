package io.github.pdd4j.help;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The public types that one reaches from a front door by the signatures of methods, and the entries of their sources. */
final class Words {
    /** The build copies the sources there. */
    private static final String SOURCES = "/META-INF/pdd4j/sources/";

    private static final Map<Class<?>, List<Entry>> READ = new ConcurrentHashMap<>();

    private Words() {}

    /** The types reached, in alphabetical order of their names. */
    static List<Class<?>> reached(Stream<Class<?>> doors) {
        Set<Class<?>> seen = new TreeSet<>(Comparator.comparing(Class::getName));
        Deque<Class<?>> left = new ArrayDeque<>();
        doors.forEach(door -> see(door, seen, left));
        while (!left.isEmpty()) {
            Class<?> type = left.poll();
            for (Method method : type.getMethods()) {
                see(method.getGenericReturnType(), seen, left);
                Arrays.stream(method.getGenericParameterTypes()).forEach(each -> see(each, seen, left));
            }
            Arrays.stream(type.getClasses()).forEach(each -> see(each, seen, left));
        }
        return List.copyOf(seen);
    }

    private static void see(Type type, Set<Class<?>> seen, Deque<Class<?>> left) {
        if (type instanceof ParameterizedType generic) {
            see(generic.getRawType(), seen, left);
            Arrays.stream(generic.getActualTypeArguments()).forEach(each -> see(each, seen, left));
        } else if (type instanceof WildcardType any) {
            Stream.of(any.getUpperBounds(), any.getLowerBounds())
                    .flatMap(Arrays::stream)
                    .forEach(each -> see(each, seen, left));
        } else if (type instanceof GenericArrayType array) {
            see(array.getGenericComponentType(), seen, left);
        } else if (type instanceof Class<?> found) {
            Class<?> element = found;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            if (isOurs(element) && Modifier.isPublic(element.getModifiers()) && seen.add(element)) {
                left.add(element);
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("io.github.pdd4j.");
    }

    /** The name of a type in a cell, with those of the types that enclose it. */
    static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
    }

    /** Whether a type itself, or a hidden parent of it, declares a public method or constant of this name. */
    static boolean declares(Class<?> type, String word) {
        return sources(type)
                .anyMatch(each -> Stream.concat(
                                Arrays.stream(each.getDeclaredMethods()), Arrays.stream(each.getDeclaredFields()))
                        .anyMatch(member -> Modifier.isPublic(member.getModifiers())
                                && member.getName().equals(word)));
    }

    /** The entries of a type, in the order of its source; those of its hidden parents follow. */
    static List<Entry> entries(Class<?> type) {
        return READ.computeIfAbsent(
                type,
                each -> sources(each)
                        .flatMap(source -> read(source, name(type)))
                        .toList());
    }

    /** What a hidden parent declares belongs to the type. */
    private static Stream<Entry> read(Class<?> source, String owner) {
        String own = name(source);
        return read(source).stream()
                .filter(entry -> entry.owner().equals(own))
                .filter(entry -> own.equals(owner) || entry.kind() != Entry.Kind.TYPE)
                .map(entry -> new Entry(
                        owner,
                        entry.kind(),
                        entry.name(),
                        entry.signature(),
                        entry.topic(),
                        entry.body(),
                        entry.tags()));
    }

    private static Stream<Class<?>> sources(Class<?> type) {
        Stream<Class<?>> parents =
                Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()));
        return Stream.concat(
                Stream.of(type),
                parents.filter(each -> isOurs(each) && !Modifier.isPublic(each.getModifiers()))
                        .flatMap(Words::sources));
    }

    private static List<Entry> read(Class<?> type) {
        JavaCompiler compiler = compiler();
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        String file = outermost.getName().replace('.', '/') + ".java";
        try (InputStream in = Words.class.getResourceAsStream(SOURCES + file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "help needs the sources that the build copies into the jar, got none of " + file
                                + ": build the library with ./pdd or Maven");
            }
            return SourceReader.read(compiler, file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the source of " + type.getSimpleName() + " cannot be read", e);
        }
    }

    private static JavaCompiler compiler() {
        @Nullable JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("help must be asked where Java has the module jdk.compiler, got Java "
                    + Runtime.version() + " without it: start a JDK, or read the Javadoc");
        }
        return compiler;
    }
}
