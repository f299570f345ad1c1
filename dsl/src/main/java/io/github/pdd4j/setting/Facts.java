package io.github.pdd4j.setting;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Converts values to JSON for comparison and storage, independent of {@code toString()}. */
public final class Facts {
    /** The JSON member that holds the type name of a value. */
    public static final String TYPE = "type";

    private Facts() {}

    /** A value that defines its own identity: values of one class with equal facts are equal. */
    public interface Stated {
        /**
         * The facts that identify this value.
         *
         * @return numbers, strings, lists, maps or records
         */
        Object facts();
    }

    /**
     * A difference between two JSON values.
     *
     * @param path names of the member and of those around it, for example {@code rIntra}, {@code weight}; empty for the
     *     values themselves
     * @param ours first value, null if absent
     * @param theirs second value, null if absent
     */
    public record Difference(
            List<String> path,
            @Nullable JsonElement ours,
            @Nullable JsonElement theirs) {}

    /**
     * Converts a value to JSON.
     *
     * <p>Records become objects with their components as members, but for those that a {@link Setting} leaves out. A lambda, or an object of an unknown class, becomes
     * {@code {"type": "code"}}, which equals any other code; compare its results instead.
     *
     * @param value value to convert, may be null
     * @return the JSON value
     */
    public static JsonElement of(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof JsonElement element) {
            return element;
        }
        if (value instanceof Boolean truth) {
            return new JsonPrimitive(truth);
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        if (value instanceof String || value instanceof Path) {
            return new JsonPrimitive(value.toString());
        }
        if (value instanceof Enum<?> constant) {
            return new JsonPrimitive(constant.name());
        }
        if (value instanceof Collection<?> several) {
            JsonArray array = new JsonArray();
            several.forEach(each -> array.add(of(each)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            // The text of equal maps must be equal, and the order of Map.of differs between processes.
            Map<String, JsonElement> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(String.valueOf(key), of(each)));
            JsonObject object = new JsonObject();
            sorted.forEach(object::add);
            return object;
        }
        return object(value);
    }

    private static JsonElement object(Object value) {
        JsonObject object = new JsonObject();
        if (value instanceof Stated stated) {
            JsonElement facts = of(stated.facts());
            if (facts.isJsonObject()) {
                return facts;
            }
            object.addProperty(TYPE, name(value));
            object.add("is", facts);
        } else if (value instanceof Record record) {
            object.addProperty(TYPE, name(value));
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                Object each = get(component, record);
                if (!Settings.isAbsent(record, component.getName(), each)) {
                    object.add(component.getName(), of(each));
                }
            }
        } else {
            object.addProperty(TYPE, "code");
        }
        return object;
    }

    private static String name(Object value) {
        return value.getClass().getSimpleName();
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Compares two JSON values.
     *
     * @param ours first value
     * @param theirs second value
     * @return all differences, each with its path; empty if the values are equal
     */
    public static List<Difference> differences(JsonElement ours, JsonElement theirs) {
        List<Difference> found = new ArrayList<>();
        compare(List.of(), ours, theirs, found);
        return List.copyOf(found);
    }

    private static void compare(
            List<String> path, @Nullable JsonElement ours, @Nullable JsonElement theirs, List<Difference> into) {
        if (ours != null && theirs != null && ours.isJsonObject() && theirs.isJsonObject()) {
            JsonObject mine = ours.getAsJsonObject();
            JsonObject its = theirs.getAsJsonObject();
            if (mine.has(TYPE) && !mine.get(TYPE).equals(its.get(TYPE))) {
                into.add(new Difference(path, ours, theirs));
                return;
            }
            Set<String> names = new LinkedHashSet<>(mine.keySet());
            names.addAll(its.keySet());
            for (String name : names) {
                List<String> inner = new ArrayList<>(path);
                inner.add(name);
                compare(List.copyOf(inner), set(mine.get(name)), set(its.get(name)), into);
            }
        } else if (!Objects.equals(ours, theirs)) {
            into.add(new Difference(path, ours, theirs));
        }
    }

    /** JSON writers omit null, so null and missing are equal. */
    private static @Nullable JsonElement set(@Nullable JsonElement value) {
        return value == null || value.isJsonNull() ? null : value;
    }
}
