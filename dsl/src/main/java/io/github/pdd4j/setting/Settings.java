package io.github.pdd4j.setting;

import com.google.gson.JsonObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a record class, one per component in order of declaration.
 *
 * <pre>{@code
 * for (Settings.Value value : Settings.valuesOf(LearningRate.PAPER)) {
 *     System.out.println(value.setting().label() + " = " + value.value() + ", " + value.source());
 * }
 * }</pre>
 *
 * @param <R> record class
 */
public final class Settings<R extends Record> {
    private static final Map<Class<?>, Settings<?>> DESCRIBED = new ConcurrentHashMap<>();

    private final Class<R> type;
    private final List<RecordComponent> components;
    private final List<Setting> settings;

    private Settings(Class<R> type, List<Setting> settings) {
        this.type = type;
        this.components = List.of(type.getRecordComponents());
        this.settings = settings;
        components.forEach(component -> component.getAccessor().setAccessible(true));
    }

    /**
     * A setting and its value in a record.
     *
     * @param setting description of the setting
     * @param value value, null if it was not set
     */
    public record Value(Setting setting, @Nullable Object value) {
        /**
         * The source of the value.
         *
         * @return the source, or empty if none published this value
         */
        public Optional<Source> source() {
            return setting.source(value);
        }
    }

    /**
     * Describes the settings of a record class and registers the description.
     *
     * @param <R> record class
     * @param type record class
     * @param settings one setting per component, in order of declaration
     * @return the description
     * @throws IllegalStateException if the settings do not match the components, or a published value has the wrong
     *     type
     */
    public static <R extends Record> Settings<R> of(Class<R> type, Setting... settings) {
        Settings<R> described = new Settings<>(type, List.of(settings));
        described.requireComponents();
        DESCRIBED.put(type, described);
        return described;
    }

    private void requireComponents() {
        List<String> names = components.stream().map(RecordComponent::getName).toList();
        if (!names.equals(settings.stream().map(Setting::name).toList())) {
            throw new IllegalStateException("settings of " + type.getSimpleName() + " must be those of its components "
                    + names + ", got " + settings.stream().map(Setting::name).toList() + ": describe each in order");
        }
        for (int i = 0; i < settings.size(); i++) {
            Class<?> boxed = java.lang.invoke.MethodType.methodType(
                            components.get(i).getType())
                    .wrap()
                    .returnType();
            for (Setting.Published known : settings.get(i).published()) {
                if (!boxed.isInstance(known.value())) {
                    throw new IllegalStateException("published value of " + names.get(i) + " in " + type.getSimpleName()
                            + " must be of type " + boxed.getSimpleName() + ", got " + known.value()
                            + ": write it in the component's type");
                }
            }
        }
    }

    /**
     * Whether the class of a record has a registered description.
     *
     * @param record record to look up
     * @return whether {@link #valuesOf} accepts the record
     */
    public static boolean describes(Record record) {
        return DESCRIBED.containsKey(record.getClass());
    }

    /** Whether facts leave out a component; one of a record without a description is never left out. */
    static boolean isAbsent(Record record, String name, @Nullable Object value) {
        Settings<?> known = DESCRIBED.get(record.getClass());
        return known != null
                && known.settings.stream().anyMatch(each -> each.name().equals(name) && each.isAbsentAt(value));
    }

    /**
     * The settings of any described record, with their values.
     *
     * @param record record to read
     * @return one entry per component, in order of declaration
     * @throws IllegalStateException if the class of the record has no description
     */
    public static List<Value> valuesOf(Record record) {
        Settings<?> known = DESCRIBED.get(record.getClass());
        if (known == null) {
            throw new IllegalStateException(record.getClass().getSimpleName() + " describes no settings");
        }
        return known.values(record);
    }

    /**
     * Checks the component values of a record; its constructor calls this.
     *
     * @param values one value per component, in order of declaration
     * @throws IllegalArgumentException if a value is out of range
     * @throws IllegalStateException if the number of values differs from the number of components
     */
    public void check(@Nullable Object... values) {
        if (values.length != settings.size()) {
            throw new IllegalStateException(
                    type.getSimpleName() + " has " + settings.size() + " settings, got " + values.length + " values");
        }
        for (int i = 0; i < values.length; i++) {
            settings.get(i).check(values[i]);
        }
    }

    /**
     * Copies a record with one setting changed.
     *
     * @param record record to copy
     * @param name name of the setting
     * @param value new value
     * @return a copy of the record with the new value
     * @throws IllegalStateException if there is no setting of this name
     */
    public R with(R record, String name, @Nullable Object value) {
        Object[] values = new Object[settings.size()];
        boolean found = false;
        for (int i = 0; i < values.length; i++) {
            boolean here = settings.get(i).name().equals(name);
            found |= here;
            values[i] = here ? value : get(i, record);
        }
        if (!found) {
            throw new IllegalStateException(type.getSimpleName() + " has no setting " + name);
        }
        return made(values);
    }

    private R made(@Nullable Object... values) {
        try {
            Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw unchecked(Objects.requireNonNull(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    /**
     * The settings of a record with their values.
     *
     * @param record record to read
     * @return one entry per component, in order of declaration
     */
    public List<Value> values(Record record) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            values.add(new Value(settings.get(i), get(i, record)));
        }
        return List.copyOf(values);
    }

    /**
     * One setting of a record with its value.
     *
     * @param record record to read
     * @param name name of the setting
     * @return the setting and its value
     * @throws java.util.NoSuchElementException if there is no setting of this name
     */
    public Value value(Record record, String name) {
        return values(record).stream()
                .filter(each -> each.setting().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private @Nullable Object get(int i, Record record) {
        try {
            return components.get(i).getAccessor().invoke(record);
        } catch (InvocationTargetException e) {
            throw unchecked(Objects.requireNonNull(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The required settings that have no value yet.
     *
     * @param record record to read
     * @return names of the missing settings
     */
    public List<String> missing(R record) {
        return values(record).stream()
                .filter(each -> each.setting().form().required() && each.value() == null)
                .map(each -> each.setting().name())
                .toList();
    }

    /**
     * The settings that change the result ({@link Effect#RESULT}), as JSON.
     *
     * @param record record to read
     * @return an object with one member per setting
     */
    public JsonObject facts(R record) {
        JsonObject facts = new JsonObject();
        values(record).stream()
                .filter(each -> each.setting().effect() == Effect.RESULT
                        && !each.setting().isAbsentAt(each.value()))
                .forEach(each -> facts.add(each.setting().name(), Facts.of(each.value())));
        return facts;
    }

    /**
     * The method calls that make a record from a default one, each with its leading dot: {@code .batch(4)}.
     *
     * @param record record to write
     * @param usual record that the calls start from
     * @return one string per call
     */
    public List<String> words(R record, Record usual) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            Object value = get(i, record);
            Object start = get(i, usual);
            Setting setting = settings.get(i);
            if (value != null && (setting.form().always() || !Objects.equals(value, start))) {
                arguments(setting, value, start).stream()
                        .map(arguments -> "." + setting.name() + "(" + arguments + ")")
                        .forEach(words::add);
            }
        }
        return words;
    }

    private static List<String> arguments(Setting setting, Object value, @Nullable Object start) {
        Settings<?> nested = DESCRIBED.get(value.getClass());
        if (nested == null || setting.form().adjustedAs().isEmpty()) {
            return setting.form().words().apply(value);
        }
        Object from = start == null ? Objects.requireNonNull(setting.form().base()) : start;
        return List.of(nested.adjustment(setting, (Record) value, (Record) from));
    }

    /** Writes a record as the argument of the method that adjusts it. */
    private String adjustment(Setting setting, Record value, Record start) {
        Value first = values(value).get(0);
        List<String> words = words(type.cast(value), start);
        boolean firstOnly = words.isEmpty() || (words.size() == 1 && !Objects.equals(first.value(), get(0, start)));
        if (setting.form().shorthand() && firstOnly) {
            return Phrases.of(first.value());
        }
        String parameter = setting.form().adjustedAs();
        return parameter + " -> " + parameter + String.join("", words);
    }

    @Override
    public String toString() {
        return type.getSimpleName()
                + Arrays.toString(settings.stream().map(Setting::name).toArray());
    }
}
