package io.github.pdd4j.distill;

import static io.github.pdd4j.setting.Given.given;

import io.github.pdd4j.explain.Explanation;
import tech.tablesaw.api.Table;

/**
 * A configuration that {@code difference} compares: a distillation, a preset, or a reference configuration, which
 * stands for its EMA mode.
 *
 * <pre>{@code
 * System.out.println(difference(distill().rIntra(0.3), paper().ema()));
 * System.out.println(difference(paper(), authorsCode()));
 * }</pre>
 */
public sealed interface Configured permits Distillation, ReferenceConfiguration, Preset {
    /**
     * Lists the values in which two configurations differ.
     *
     * @param other the configuration to compare with
     * @return one row for each different value, with the source of each
     */
    default Table difference(Configured other) {
        given("other", other);
        return Explanation.of(sentence(this).sentence())
                .difference(title(this), Explanation.of(sentence(other).sentence()), title(other));
    }

    private static Distillation sentence(Configured value) {
        if (value instanceof Distillation sentence) {
            return sentence;
        }
        return value instanceof ReferenceConfiguration configuration
                ? configuration.preset().onDefaults()
                : ((Preset) value).onDefaults();
    }

    /** The column title: the phrase of a distillation would be too long. */
    private static String title(Configured value) {
        if (value instanceof Distillation sentence) {
            String name = sentence.sentence().execution().name();
            return name.isEmpty() ? "sentence" : name;
        }
        return value instanceof ReferenceConfiguration configuration
                ? configuration.preset().name()
                : ((Preset) value).name();
    }
}
