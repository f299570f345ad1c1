package io.github.pdd4j.distill;

import tech.tablesaw.api.Table;

/**
 * What {@code difference} compares: a sentence, a preset, or an edition, which stands for its EMA mode.
 *
 * <pre>{@code
 * System.out.println(difference(distill().rIntra(0.3), paper().ema()));
 * System.out.println(difference(paper(), authorsCode()));
 * }</pre>
 */
public sealed interface Configured permits Distillation, ReferenceConfiguration, Preset {
    /** The numbers in which this and another one differ, and where each comes from. */
    default Table difference(Configured other) {
        return Explanation.of(sentence(this)).difference(title(this), Explanation.of(sentence(other)), title(other));
    }

    private static Distillation sentence(Configured value) {
        if (value instanceof Distillation sentence) {
            return sentence;
        }
        return value instanceof ReferenceConfiguration edition
                ? edition.preset().normDifference()
                : ((Preset) value).normDifference();
    }

    /** Sentences are too long for the head of a column. */
    private static String title(Configured value) {
        if (value instanceof Distillation sentence) {
            String name = sentence.execution().name();
            return name.isEmpty() ? "sentence" : name;
        }
        return value instanceof ReferenceConfiguration edition
                ? edition.preset().name()
                : ((Preset) value).name();
    }
}
