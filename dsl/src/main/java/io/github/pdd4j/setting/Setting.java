package io.github.pdd4j.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The description of one component of a record: its name, range, published values and effect.
 *
 * <pre>{@code
 * Setting batch = Setting.of("batch").atLeast(1, "use batch(2)").published(8, Source.PAPER);
 * System.out.println(batch.source(8).orElseThrow());
 * }</pre>
 *
 * @param name name of the component and of the method that sets it
 * @param label name in tables, for example the symbol in the paper
 * @param effect what the setting changes
 * @param form how the setting is written as Java code
 * @param ranges ranges that the value must satisfy, all of them
 * @param published published values with their sources
 * @param whenAbsent value of stored facts that lack the setting, which is left out of new ones too; empty if the
 *     setting is always stored
 */
public record Setting(
        String name,
        String label,
        Effect effect,
        Form form,
        List<Range> ranges,
        List<Published> published,
        Optional<Object> whenAbsent) {
    /** Stands for null, which an {@code Optional} cannot hold. */
    private static final Object NOTHING = new Object();

    /**
     * How a setting is written as Java code.
     *
     * @param required whether a sentence is incomplete without it
     * @param always whether it is written even if it has its default value
     * @param adjustedAs name of the lambda parameter that adjusts it, for example {@code r}; empty for none
     * @param base input of the lambda if the setting has no value yet
     * @param shorthand whether the first component of the adjusted record can be passed in place of a lambda
     * @param words arguments of each call that makes the value
     */
    record Form(
            boolean required,
            boolean always,
            String adjustedAs,
            @Nullable Record base,
            boolean shorthand,
            Function<Object, List<String>> words) {}

    /**
     * A range of allowed values.
     *
     * @param what name of the setting in error messages
     * @param holds whether a value is in the range
     * @param allowed description of the range in error messages
     * @param next remedy in error messages
     */
    record Range(String what, Predicate<Object> holds, String allowed, String next) {}

    /**
     * A published value.
     *
     * @param value the value, in the type of the component
     * @param source source of the value
     */
    record Published(Object value, Source source) {}

    /**
     * Makes immutable copies of the lists.
     *
     * @param name name of the record component, which is also the name of the method that sets it
     * @param label name in tables; the name of the component if no other is set
     * @param effect whether the setting changes the result of a run, its length, or only its execution
     * @param form how the value is written as Java code, and whether it may be left out
     * @param ranges conditions that a value must satisfy, all of them; empty if any value is allowed
     * @param published values from the paper and the published code; empty if there are none
     * @param whenAbsent value of stored facts that lack the setting; empty if the setting is always stored
     */
    public Setting {
        ranges = List.copyOf(ranges);
        published = List.copyOf(published);
    }

    /**
     * Describes a setting that changes the result and accepts any value.
     *
     * @param name name of the record component
     * @return the setting
     */
    public static Setting of(String name) {
        return new Setting(
                name,
                name,
                Effect.RESULT,
                new Form(false, false, "", null, false, value -> List.of(Phrases.of(value))),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /**
     * Sets the name in tables.
     *
     * @param value name in tables, default the name of the component
     * @return a copy with this label
     */
    public Setting label(String value) {
        return new Setting(name, value, effect, form, ranges, published, whenAbsent);
    }

    /**
     * Sets what the setting changes.
     *
     * @param value effect, default {@link Effect#RESULT}
     * @return a copy with this effect
     */
    public Setting changes(Effect value) {
        return new Setting(name, label, value, form, ranges, published, whenAbsent);
    }

    /**
     * Makes the setting required: a sentence is incomplete without it.
     *
     * @return a copy that is required
     */
    public Setting required() {
        return form(new Form(true, form.always, form.adjustedAs, form.base, form.shorthand, form.words));
    }

    /**
     * Makes generated code always include the setting, even with its default value.
     *
     * @return a copy that is always written
     */
    public Setting always() {
        return form(new Form(form.required, true, form.adjustedAs, form.base, form.shorthand, form.words));
    }

    /**
     * Describes a record that is adjusted by a lambda.
     *
     * @param parameter name of the lambda parameter, for example {@code r}
     * @return a copy that is written as a lambda
     */
    public Setting adjustedAs(String parameter) {
        return form(new Form(form.required, form.always, parameter, form.base, form.shorthand, form.words));
    }

    /**
     * Sets the input of the lambda for a setting that has no value yet.
     *
     * @param base record that the lambda adjusts
     * @return a copy with this base
     */
    public Setting startingFrom(Record base) {
        return form(new Form(form.required, form.always, form.adjustedAs, base, form.shorthand, form.words));
    }

    /**
     * Allows passing the first component of the record in place of a lambda.
     *
     * @return a copy with the shorthand
     */
    public Setting shorthand() {
        return form(new Form(form.required, form.always, form.adjustedAs, form.base, true, form.words));
    }

    /**
     * Sets how a value is written as the arguments of calls.
     *
     * @param arguments function from a value to the arguments of each call, one string per call
     * @return a copy with these arguments
     */
    public Setting words(Function<Object, List<String>> arguments) {
        return form(new Form(form.required, form.always, form.adjustedAs, form.base, form.shorthand, arguments));
    }

    private Setting form(Form value) {
        return new Setting(name, label, effect, value, ranges, published, whenAbsent);
    }

    /**
     * Adds a published value; tables show its source next to an equal value.
     *
     * @param value published value, in the type of the component
     * @param source source of the value
     * @return a copy with this published value
     */
    public Setting published(Object value, Source source) {
        List<Published> more = new ArrayList<>(published);
        more.add(new Published(value, source));
        return new Setting(name, label, effect, form, ranges, more, whenAbsent);
    }

    /**
     * Adds a lower bound.
     *
     * @param least smallest allowed number
     * @param next remedy in the error message, for example {@code use batch(2)}
     * @return a copy with this range
     */
    public Setting atLeast(int least, String next) {
        return atLeast(label, least, next);
    }

    /**
     * Adds a lower bound.
     *
     * @param what name of the setting in the error message
     * @param least smallest allowed number
     * @param next remedy in the error message, for example {@code use batch(2)}
     * @return a copy with this range
     */
    public Setting atLeast(String what, int least, String next) {
        return within(what, value -> ((Number) value).doubleValue() >= least, "at least " + least, next);
    }

    /**
     * Requires a finite number of at least 0.
     *
     * @param what what is weighted, for the error message
     * @return a copy with this range
     */
    public Setting weightOf(String what) {
        return within(
                "weight of " + what,
                value -> ((Number) value).doubleValue() >= 0 && Double.isFinite(((Number) value).doubleValue()),
                "a finite number from 0 on",
                "use 0 to switch it off");
    }

    /**
     * Adds a range.
     *
     * @param what name of the setting in the error message
     * @param holds whether a value is in the range
     * @param allowed description of the range in the error message, for example {@code in (0, 1)}
     * @param next remedy in the error message
     * @return a copy with this range
     */
    public Setting within(String what, Predicate<Object> holds, String allowed, String next) {
        List<Range> more = new ArrayList<>(ranges);
        more.add(new Range(what, holds, allowed, next));
        return new Setting(name, label, effect, form, more, published, whenAbsent);
    }

    /**
     * Says which value a run had that was stored before the setting existed. Facts leave the setting out at this value,
     * so that such a run can be resumed and found.
     *
     * @param value what the code without the setting did
     * @return a copy with this value
     */
    public Setting whenAbsent(Object value) {
        return new Setting(name, label, effect, form, ranges, published, Optional.of(value));
    }

    /**
     * Leaves the setting out of facts where it has no value, as {@link #whenAbsent(Object)} does at a value.
     *
     * @return a copy that is absent where it is null
     */
    public Setting absentWhenNull() {
        return whenAbsent(NOTHING);
    }

    /**
     * Whether facts leave the setting out.
     *
     * @param value the value of the setting
     * @return whether it is the one of facts that lack the setting
     */
    public boolean isAbsentAt(@Nullable Object value) {
        return whenAbsent.isPresent() && whenAbsent.get().equals(value == null ? NOTHING : value);
    }

    /**
     * The source of a value.
     *
     * @param value value to look up
     * @return the source that published this value, or empty if there is none
     */
    public Optional<Source> source(@Nullable Object value) {
        return published.stream()
                .filter(known -> known.value.equals(value))
                .map(Published::source)
                .findFirst();
    }

    /**
     * Checks that a value is in all ranges; null is allowed.
     *
     * @param value value to check
     * @throws IllegalArgumentException if the value is out of range
     */
    public void check(@Nullable Object value) {
        if (value == null) {
            return;
        }
        for (Range range : ranges) {
            if (!range.holds.test(value)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s must be %s, got %s: %s",
                        range.what,
                        range.allowed,
                        Phrases.of(value),
                        range.next));
            }
        }
    }
}
