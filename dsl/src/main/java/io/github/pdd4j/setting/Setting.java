package io.github.pdd4j.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The description of one component of a record.
 *
 * <pre>{@code
 * Setting batch = Setting.of("batch").atLeast(1, "use batch(2)").published(8, Source.PAPER);
 * System.out.println(batch.source(8).orElseThrow());
 * }</pre>
 *
 * @param name of the component, which is also the word that sets it
 * @param label what tables call it, for example its symbol in the paper
 * @param effect what it changes
 * @param form how a phrase writes it
 * @param ranges that its value must lie in, all of them
 * @param published values with the source that gives each
 */
public record Setting(
        String name, String label, Effect effect, Form form, List<Range> ranges, List<Published> published) {
    /**
     * How a phrase writes a setting.
     *
     * @param required whether a sentence is unfinished without it
     * @param always whether it is written where it has its usual value too
     * @param adjustedAs the parameter of the lambda that adjusts it, for example {@code r}; empty for none
     * @param base what the lambda is given where the setting has no value yet
     * @param shorthand whether the first component of the adjusted record can be given in place of a lambda
     * @param words the arguments of every call that makes the value
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
     * @param allowed the range as an error says it
     * @param next what an error tells the user to do
     */
    record Range(String what, Predicate<Object> holds, String allowed, String next) {}

    /** A value that a source gives. */
    record Published(Object value, Source source) {}

    /** Copies the lists. */
    public Setting {
        ranges = List.copyOf(ranges);
        published = List.copyOf(published);
    }

    /** A setting of this name that changes the result and has any value. */
    public static Setting of(String name) {
        return new Setting(
                name,
                name,
                Effect.RESULT,
                new Form(false, false, "", null, false, value -> List.of(Phrases.of(value))),
                List.of(),
                List.of());
    }

    /** The same under another label in tables. */
    public Setting label(String value) {
        return new Setting(name, value, effect, form, ranges, published);
    }

    /** The same with another effect. */
    public Setting changes(Effect value) {
        return new Setting(name, label, value, form, ranges, published);
    }

    /** The same, without which a sentence is unfinished. */
    public Setting required() {
        return form(new Form(true, form.always, form.adjustedAs, form.base, form.shorthand, form.words));
    }

    /** The same, written in every phrase. */
    public Setting always() {
        return form(new Form(form.required, true, form.adjustedAs, form.base, form.shorthand, form.words));
    }

    /** The same, a record that a lambda with this parameter adjusts. */
    public Setting adjustedAs(String parameter) {
        return form(new Form(form.required, form.always, parameter, form.base, form.shorthand, form.words));
    }

    /** The same, with what the lambda is given where the setting has no value yet. */
    public Setting startingFrom(Record base) {
        return form(new Form(form.required, form.always, form.adjustedAs, base, form.shorthand, form.words));
    }

    /** The same, a record whose first component can be given alone. */
    public Setting shorthand() {
        return form(new Form(form.required, form.always, form.adjustedAs, form.base, true, form.words));
    }

    /** The same with the arguments of the call that makes a value; a repeated word has several. */
    public Setting words(Function<Object, List<String>> arguments) {
        return form(new Form(form.required, form.always, form.adjustedAs, form.base, form.shorthand, arguments));
    }

    private Setting form(Form value) {
        return new Setting(name, label, effect, value, ranges, published);
    }

    /** The same with a value that a source gives; tables name the source of an equal value. */
    public Setting published(Object value, Source source) {
        List<Published> more = new ArrayList<>(published);
        more.add(new Published(value, source));
        return new Setting(name, label, effect, form, ranges, more);
    }

    /** The same with a least number; {@code next} completes the error, for example {@code use batch(2)}. */
    public Setting atLeast(int least, String next) {
        return atLeast(label, least, next);
    }

    /** The same with another name for it in the error. */
    public Setting atLeast(String what, int least, String next) {
        return within(what, value -> ((Number) value).doubleValue() >= least, "at least " + least, next);
    }

    /** The same for a weight: a finite number from 0 on. */
    public Setting weightOf(String what) {
        return within(
                "weight of " + what,
                value -> ((Number) value).doubleValue() >= 0 && Double.isFinite(((Number) value).doubleValue()),
                "a finite number from 0 on",
                "use 0 to switch it off");
    }

    /** The same with a range of its own. */
    public Setting within(String what, Predicate<Object> holds, String allowed, String next) {
        List<Range> more = new ArrayList<>(ranges);
        more.add(new Range(what, holds, allowed, next));
        return new Setting(name, label, effect, form, more, published);
    }

    /** Where a value comes from; empty where no source gives it. */
    public Optional<Source> source(@Nullable Object value) {
        return published.stream()
                .filter(known -> known.value.equals(value))
                .map(Published::source)
                .findFirst();
    }

    /**
     * Checks a value; one that was not set is allowed.
     *
     * @throws IllegalArgumentException when it lies outside of a range
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
