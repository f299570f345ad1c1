package io.github.pdd4j.distill;

import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.function.UnaryOperator;
import tech.tablesaw.api.Table;

/**
 * A whole configuration as the words that say it: {@code distill(authorsCode().ema())}.
 *
 * <pre>{@code
 * System.out.println(difference(authorsCode().ema(), naiveDistillation()));
 * System.out.println(distill(authorsCode().ema()).explain());
 * }</pre>
 *
 * @param name the phrase that makes it
 * @param words what it says in a sentence
 */
public record Preset(String name, UnaryOperator<Distillation> words) implements Configured, Viewable {
    /** The sentence with these words said; what they leave out stays. */
    public Distillation in(Distillation sentence) {
        return Change.changed(name, sentence, words);
    }

    /** Every formula with the numbers that apply and where each comes from. */
    public Table explain() {
        return Explanation.of(normDifference()).table(name);
    }

    @Override
    public View view() {
        return Tables.html(explain());
    }

    @Override
    public String toString() {
        return name;
    }

    /** The sentence with nothing but these words. */
    Distillation normDifference() {
        return in(Distillation.in(PretrainedModels.slimVgg19()));
    }
}
