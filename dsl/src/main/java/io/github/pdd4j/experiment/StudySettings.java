package io.github.pdd4j.experiment;

import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.metric.Metric;
import io.github.pdd4j.network.Upscaler;
import io.github.pdd4j.setting.Phrases;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A study as data.
 *
 * @param name title of the study
 * @param base the sentence that all variants start from
 * @param variant named changes of the base
 * @param over axes that are crossed with the variants
 * @param seeds random seeds of the runs; empty for the one of the base
 * @param measure named test sets with their metrics
 * @param reference upscalers that are measured beside the runs
 * @param network which network of a run is measured; unset: the usual one of its sentence
 * @param folder folder of the runs and scores
 * @param keepCheckpoints whether runs keep their checkpoints once they are measured
 */
record StudySettings(
        String name,
        Distillation base,
        List<Variant> variant,
        List<Axis> over,
        List<Long> seeds,
        List<TestSet> measure,
        List<Reference> reference,
        @Nullable MeasuredNetwork network,
        Path folder,
        boolean keepCheckpoints) {
    static final Settings<StudySettings> SETTINGS = Settings.of(
            StudySettings.class,
            Setting.of("name"),
            Setting.of("base"),
            Setting.of("variant").words(value -> each(value, Variant.class, one -> Phrases.of(one.name) + ", ...")),
            Setting.of("over")
                    .words(value -> each(
                            value,
                            Axis.class,
                            one -> Phrases.of(one.name) + ", List.of(" + Phrases.list(List.copyOf(one.values.keySet()))
                                    + "), ...")),
            Setting.of("seeds"),
            Setting.of("measure")
                    .words(value -> each(
                            value,
                            TestSet.class,
                            one -> Phrases.of(one.name) + ", " + one.pairs + ", "
                                    + one.metrics.stream().map(Metric::name).collect(Collectors.joining(", ")))),
            Setting.of("reference").words(value -> each(value, Reference.class, one -> Phrases.of(one.name) + ", ...")),
            Setting.of("network").words(value -> List.of("MeasuredNetwork." + value)),
            Setting.of("folder"),
            Setting.of("keepCheckpoints"));

    /** A named change of the base. */
    record Variant(String name, UnaryOperator<Distillation> change) {}

    /** An axis: for each label the change that sets its value. */
    record Axis(String name, Map<String, UnaryOperator<Distillation>> values) {
        Axis {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** Named pairs with their metrics. */
    record TestSet(String name, Pairs pairs, List<Metric> metrics) {
        TestSet {
            metrics = List.copyOf(metrics);
        }
    }

    /** An upscaler that is measured beside the runs. */
    record Reference(String name, Upscaler upscaler) {}

    StudySettings {
        variant = List.copyOf(variant);
        over = List.copyOf(over);
        seeds = List.copyOf(seeds);
        measure = List.copyOf(measure);
        reference = List.copyOf(reference);
    }

    private static <T> List<String> each(Object values, Class<T> type, Function<T, String> words) {
        return ((List<?>) values).stream().map(type::cast).map(words).toList();
    }

    /** A copy with one more element of a list. */
    StudySettings plus(String setting, List<?> before, Object more) {
        return SETTINGS.with(
                this, setting, Stream.concat(before.stream(), Stream.of(more)).toList());
    }

    /** The seeds to train with. */
    List<Long> seedsOrThatOf(long base) {
        return seeds.isEmpty() ? List.of(base) : seeds;
    }

    /** The names that rows of results have or may have. */
    List<String> rowNames() {
        List<String> names = new ArrayList<>(List.of(Study.BASE, Study.NOT_ADAPTED, Study.GENERALIST));
        variant.forEach(each -> names.add(each.name));
        reference.forEach(each -> names.add(each.name));
        return names;
    }
}
