package io.github.pdd4j.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Outer USUAL = new Outer(2, new Inner(1, "a"), null, List.of());

    private record Inner(double weight, String name) {
        static final Settings<Inner> SETTINGS =
                Settings.of(Inner.class, Setting.of("weight").weightOf("inner"), Setting.of("name"));

        Inner {
            SETTINGS.check(weight, name);
        }
    }

    private record Outer(int count, Inner inner, @Nullable Inner other, List<Object> loss) {
        static final Settings<Outer> SETTINGS = Settings.of(
                Outer.class,
                Setting.of("count")
                        .changes(Effect.LENGTH)
                        .atLeast(1, "use count(2)")
                        .published(8, Source.PAPER),
                Setting.of("inner").adjustedAs("r").shorthand(),
                Setting.of("other").required().adjustedAs("o").startingFrom(new Inner(3, "b")),
                Setting.of("loss")
                        .words(each ->
                                ((List<?>) each).stream().map(Phrases::of).toList()));

        Outer {
            SETTINGS.check(count, inner, other, loss);
        }
    }

    @Test
    void words_are_what_differs_from_the_usual_record() {
        assertThat(words(USUAL)).isEmpty();
        assertThat(words(new Outer(3, new Inner(0.5, "a"), new Inner(3, "c"), List.of(1, "x"))))
                .containsExactly(".count(3)", ".inner(0.5)", ".other(o -> o.name(\"c\"))", ".loss(1)", ".loss(\"x\")");
        assertThat(words(new Outer(2, new Inner(0.5, "z"), null, List.of())))
                .containsExactly(".inner(r -> r.weight(0.5).name(\"z\"))");
    }

    private static List<String> words(Outer outer) {
        return Outer.SETTINGS.words(outer, USUAL);
    }

    @Test
    void a_value_out_of_range_is_refused_with_what_got_allowed_and_next_step_by_withers_too() {
        assertThatThrownBy(() -> Outer.SETTINGS.with(USUAL, "count", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("count must be at least 1, got 0: use count(2)");
        assertThatThrownBy(() -> new Inner(Double.NaN, "a"))
                .hasMessage("weight of inner must be a finite number from 0 on, got NaN: use 0 to switch it off");
        assertThat(Outer.SETTINGS.with(USUAL, "count", 5).count()).isEqualTo(5);
        assertThat(Outer.SETTINGS.missing(USUAL)).containsExactly("other");
    }

    @Test
    void a_description_must_fit_its_record() {
        record Two(int a, int b) {}

        assertThatThrownBy(() -> Settings.of(Two.class, Setting.of("a")))
                .hasMessageContaining("must be those of its components [a, b], got [a]");
        assertThatThrownBy(() -> Settings.of(Two.class, Setting.of("a").published(1.0, Source.PAPER), Setting.of("b")))
                .hasMessageContaining("published value of a in Two must be of type Integer, got 1.0");
    }

    @Test
    void facts_are_what_a_value_is_whatever_it_prints_as() {
        UnaryOperator<String> lambda = text -> text;
        record Printing(int size) {
            @Override
            public String toString() {
                return "printed as anything";
            }
        }

        assertThat(Facts.of(Map.of("a", List.of(1, "x", new Printing(7)))))
                .isEqualTo(JsonParser.parseString("{'a': [1, 'x', {'type': 'Printing', 'size': 7}]}"));
        assertThat(Facts.of(lambda)).isEqualTo(Facts.of((Runnable) () -> {})).hasToString("{\"type\":\"code\"}");
        assertThat(Outer.SETTINGS.facts(USUAL).has("count")).isFalse();
    }

    @Test
    void differences_are_named_by_their_path_and_what_is_missing_equals_what_was_not_set() {
        Outer other = new Outer(9, new Inner(0.25, "a"), null, List.of());

        assertThat(Facts.differences(Outer.SETTINGS.facts(USUAL), Outer.SETTINGS.facts(other)))
                .extracting(Facts.Difference::path)
                .containsExactly(List.of("inner", "weight"));
        assertThat(Facts.differences(
                        Outer.SETTINGS.facts(USUAL),
                        JsonParser.parseString(
                                Outer.SETTINGS.facts(USUAL).toString().replace("\"other\":null,", ""))))
                .isEmpty();
        assertThat(Facts.differences(
                        JsonParser.parseString("{'d': {'type': 'A', 'x': 1}}"),
                        JsonParser.parseString("{'d': {'type': 'B'}}")))
                .extracting(Facts.Difference::path)
                .containsExactly(List.of("d"));
        assertThat(Facts.differences(
                        JsonParser.parseString("{'a.b': {'c': 1}}"), JsonParser.parseString("{'a.b': {'c': 2}}")))
                .extracting(Facts.Difference::path)
                .containsExactly(List.of("a.b", "c"));
    }
}
