package io.github.pdd4j.train;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.LoadedWeights;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Parameterization;
import io.github.pdd4j.sentence.Generalist;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Adam;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import io.github.pdd4j.weights.StoredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * State that one iteration passes to the next, stored as one file of a checkpoint.
 *
 * @param name of the file, without its extension
 * @param save reads the current state
 * @param restore overwrites the current state
 * @param required whether a checkpoint without it is damaged; an earlier session may not have kept the others
 * @param type floating-point format of the file
 */
public record CheckpointEntry(
        String name, Supplier<StateDict> save, Consumer<StateDict> restore, boolean required, StoredType type) {
    /**
     * State of float32 numbers.
     *
     * @param name of the file, without its extension
     * @param save reads the current state
     * @param restore overwrites the current state
     * @param required whether a checkpoint without it is damaged
     */
    public CheckpointEntry(String name, Supplier<StateDict> save, Consumer<StateDict> restore, boolean required) {
        this(name, save, restore, required, StoredType.FLOAT32);
    }

    /** The weights of the specialist. */
    public static final String SPECIALIST = "specialist";

    /** The weights of the moving average; a checkpoint with a frozen generalist has none. */
    public static final String GENERALIST = "generalist";

    /** The weights of a moving average that is no generalist. */
    public static final String AVERAGE = "average";

    /** The weights of the discriminator. */
    public static final String DISCRIMINATOR = "discriminator";

    /** The weights of the best network by the validation, or of the newest that met the constraint of a balance. */
    public static final String BEST = "best";

    /** The averages, weights and numbers of a balance. */
    public static final String BALANCE = "balance";

    /** The value of a balance's constraint at the start. */
    public static final String CONSTRAINT = "balance-constraint";

    private static final String STEP = "step";

    /** All files of a checkpoint. */
    static List<CheckpointEntry> all(
            Plan plan,
            Model specialist,
            Adam adam,
            Generalist.LoadedGeneralist generalist,
            DiscriminatorTraining discriminator) {
        List<CheckpointEntry> entries = new ArrayList<>();
        entries.add(trained(SPECIALIST, plan, specialist.names(), specialist.parameters()));
        entries.add(of("specialist-optimizer", specialist.names(), adam));
        if (!generalist.movingWeights().isEmpty()) {
            entries.add(moving(GENERALIST, plan, specialist, generalist));
        }
        entries.addAll(discriminator.checkpointEntries());
        return entries;
    }

    /** The moving average of the specialist. */
    static CheckpointEntry moving(String name, Plan plan, Model specialist, Generalist.LoadedGeneralist average) {
        return trained(name, plan, specialist.names(), average.movingWeights());
    }

    /** What is trained of the specialist, in a form that tells the network without the sentence. */
    private static CheckpointEntry trained(String name, Plan plan, List<String> names, List<NDArray> arrays) {
        Parameterization how = plan.schedule().parameterization();
        return new CheckpointEntry(
                name,
                () -> how.complete(LoadedWeights.snapshot(names, arrays)),
                state -> {
                    how.requireSame(plan.specialist().config(), state);
                    LoadedWeights.restore(state.requireFinite(), names, arrays);
                },
                true);
    }

    static CheckpointEntry of(String name, List<String> names, List<NDArray> arrays) {
        return new CheckpointEntry(
                name,
                () -> LoadedWeights.snapshot(names, arrays),
                state -> LoadedWeights.restore(state.requireFinite(), names, arrays),
                true);
    }

    /** The moments of an optimizer under their PyTorch names, and its number of steps. */
    static CheckpointEntry of(String name, List<String> names, Adam adam) {
        return new CheckpointEntry(name, () -> moments(names, adam), state -> restore(state, names, adam), true);
    }

    private static StateDict moments(List<String> names, Adam adam) {
        Map<String, StoredTensor> state = new LinkedHashMap<>();
        state.put(STEP, StoredTensor.of(new float[] {adam.steps()}));
        put(state, LoadedWeights.snapshot(means(names), adam.means()));
        put(state, LoadedWeights.snapshot(squares(names), adam.squares()));
        return StateDict.of(state);
    }

    private static void restore(StateDict state, List<String> names, Adam adam) {
        LoadedWeights.restore(state, means(names), adam.means());
        LoadedWeights.restore(state, squares(names), adam.squares());
        adam.resume((long) state.tensor(STEP).floats()[0]);
    }

    private static void put(Map<String, StoredTensor> into, StateDict state) {
        state.names().forEach(name -> into.put(name, state.tensor(name)));
    }

    private static List<String> means(List<String> names) {
        return names.stream().map(name -> "exp_avg." + name).toList();
    }

    private static List<String> squares(List<String> names) {
        return names.stream().map(name -> "exp_avg_sq." + name).toList();
    }
}
