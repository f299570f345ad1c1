package io.github.pdd4j.distill;

import io.github.pdd4j.explain.Explanation;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.function.UnaryOperator;
import tech.tablesaw.api.Table;

/**
 * A complete configuration that can be applied to a sentence: {@code distill(authorsCode().ema())}.
 *
 * <pre>{@code
 * System.out.println(difference(authorsCode().ema(), naiveDistillation()));
 * System.out.println(distill(authorsCode().ema()).explain());
 * }</pre>
 *
 * @param name Java code that makes the preset, for example {@code paper().ema()}
 * @param words function that applies the settings to a sentence
 */
public record Preset(String name, UnaryOperator<Distillation> words) implements Configured, Viewable {
    /**
     * Applies this preset to a sentence; settings that the preset does not contain keep their values.
     *
     * @param sentence sentence to configure
     * @return a copy of the sentence with the settings of this preset
     * @throws IllegalArgumentException if {@code words} returns null
     */
    public Distillation in(Distillation sentence) {
        return Change.changed(name, sentence, words);
    }

    /**
     * Every formula with its values and their sources.
     *
     * @return a table of the formulas, values and sources
     */
    public Table explain() {
        return Explanation.of(onDefaults().sentence()).table(name);
    }

    @Override
    public View view() {
        return Tables.html(explain());
    }

    @Override
    public String toString() {
        return name;
    }

    /** The default sentence with only this preset applied. */
    Distillation onDefaults() {
        return in(Distillation.in(PretrainedModels.slimVgg19()));
    }
}
