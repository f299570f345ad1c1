package io.github.pdd4j.network;

import io.github.pdd4j.view.Tables;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** The configuration of a network without its weights, derived from the tensors of a checkpoint. */
public interface ModelConfig extends Viewable {
    /**
     * Returns the name of the architecture, for example {@code RRDBNet}.
     *
     * @return the name
     */
    String architecture();

    /**
     * Returns the shapes of the weights by name, in the architecture's standard key layout and in the order of
     * computation.
     *
     * @return the shapes
     */
    Map<String, long[]> shapes();

    /**
     * Returns the names of the weights in the order of computation.
     *
     * @return the names
     */
    default List<String> names() {
        return List.copyOf(shapes().keySet());
    }

    /**
     * Returns whether a tensor is a trainable weight; the others are state, such as the statistics of a batch
     * normalization.
     *
     * @param name the name of the tensor
     * @return whether an optimizer changes it, true by default
     */
    default boolean learned(String name) {
        return true;
    }

    /**
     * Returns whether a checkpoint may contain this tensor although the network does not use it, for example a
     * classifier head.
     *
     * @param name the name of a tensor
     * @return whether the tensor is ignored
     */
    default boolean passesOver(String name) {
        return false;
    }

    /** The shapes of the weights and how many numbers they have. */
    @Override
    default View view() {
        List<String> sizes = shapes().values().stream()
                .map(shape -> Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(" × ")))
                .toList();
        long[] numbers = shapes().values().stream()
                .mapToLong(shape -> Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .toArray();
        String title = String.format(
                Locale.ROOT,
                "%s, %,d numbers",
                architecture(),
                Arrays.stream(numbers).sum());
        return Tables.html(Table.create(
                title,
                StringColumn.create("weights", names()),
                StringColumn.create("shape", sizes),
                LongColumn.create("numbers", numbers)));
    }
}
