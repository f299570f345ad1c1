package io.github.pdd4j.train;

import java.io.Closeable;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Saves and restores the state of a run during training. */
public interface Checkpointer extends Closeable {
    /** Saves nothing. */
    Checkpointer NONE = new Checkpointer() {
        @Override
        public String name() {
            return "";
        }

        @Override
        public void begin(List<CheckpointEntry> entries) {}

        @Override
        public void saveFirstIteration(Supplier<FirstIterationValues> values) {}

        @Override
        public void after(int iteration) {}

        @Override
        public OptionalInt rollBack(int last) {
            return OptionalInt.empty();
        }

        @Override
        public void invalidate() {}

        @Override
        public boolean rollsBack() {
            return false;
        }

        @Override
        public void end() {}

        @Override
        public void close() {}
    };

    /** The name of the run; empty if it is not saved. */
    String name();

    /**
     * Registers the state that training changes, and restores it from the checkpoint that the run resumes from, if any.
     */
    void begin(List<CheckpointEntry> entries);

    /** Called in the first iteration in which the specialist learns: saves its values if there are none yet. */
    void saveFirstIteration(Supplier<FirstIterationValues> values);

    /** Called after each iteration: writes a checkpoint if one is due. */
    void after(int iteration);

    /**
     * Discards what was learned after an iteration: the next {@link #begin} resumes from the newest checkpoint up to
     * it.
     *
     * @param last the last iteration with a valid state
     * @return the iteration of that checkpoint, 0 for the initial state; empty if nothing is saved
     */
    OptionalInt rollBack(int last);

    /** Marks the state in memory as inconsistent, so that it is not written any more. */
    void invalidate();

    /** Whether {@link #rollBack} was called and {@link #begin} has not been called since. */
    boolean rollsBack();

    /** Called after the last iteration: writes a checkpoint if the newest one is older and the state is valid. */
    void end();

    /** Records how the run ended, and releases the lock of the run. */
    @Override
    void close();
}
