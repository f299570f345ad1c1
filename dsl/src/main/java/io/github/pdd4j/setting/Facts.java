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
import org.jspecify.annotations.Nullable;

/** Values as JSON that is compared and stored: what a value is, whatever it prints as. */
public final class Facts {
    /** The member of an object that names the type of a value. */
    private static final String TYPE = "type";

    private Facts() {}

    /** A value that says itself which facts make it what it is; others of its class with equal facts are the same. */
    public interface Stated {
        /** The facts: numbers, texts, lists, maps, records. */
        Object facts();
    }

    /** A place in which two values differ, null on the side that has nothing there. */
    public record Difference(
            String path,
            @Nullable JsonElement ours,
            @Nullable JsonElement theirs) {
        /** The first name of the path: the setting that it lies in. */
        public String root() {
            int end = path.indexOf('.');
            return end < 0 ? path : path.substring(0, end);
        }
    }

    /**
     * A value as JSON. Records become objects of their components; a lambda, or an object of an unknown class, becomes
     * the statement that it is code, which equals all other code: compare what it computes.
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
            JsonObject object = new JsonObject();
            map.forEach((key, each) -> object.add(String.valueOf(key), of(each)));
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
                object.add(component.getName(), of(get(component, record)));
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

    /** Where two JSON values differ, by paths such as {@code rIntra.weight}. */
    public static List<Difference> differences(JsonElement ours, JsonElement theirs) {
        List<Difference> found = new ArrayList<>();
        compare("", ours, theirs, found);
        return List.copyOf(found);
    }

    private static void compare(
            String path, @Nullable JsonElement ours, @Nullable JsonElement theirs, List<Difference> into) {
        if (ours != null && theirs != null && ours.isJsonObject() && theirs.isJsonObject()) {
            JsonObject mine = ours.getAsJsonObject();
            JsonObject its = theirs.getAsJsonObject();
            if (mine.has(TYPE) && !mine.get(TYPE).equals(its.get(TYPE))) {
                into.add(new Difference(path, ours, theirs));
                return;
            }
            Set<String> names = new LinkedHashSet<>(mine.keySet());
            names.addAll(its.keySet());
            names.forEach(name ->
                    compare(path.isEmpty() ? name : path + "." + name, set(mine.get(name)), set(its.get(name)), into));
        } else if (!Objects.equals(ours, theirs)) {
            into.add(new Difference(path, ours, theirs));
        }
    }

    /** JSON writers leave out null: what is missing was not set. */
    private static @Nullable JsonElement set(@Nullable JsonElement value) {
        return value == null || value.isJsonNull() ? null : value;
    }
}
