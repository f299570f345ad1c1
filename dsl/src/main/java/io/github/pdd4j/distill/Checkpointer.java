package io.github.pdd4j.distill;

import java.io.Closeable;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Where a run is kept while it goes on. */
interface Checkpointer extends Closeable {
    /** It is not kept. */
    Checkpointer NONE = new Checkpointer() {
        @Override
        public String name() {
            return "";
        }

        @Override
        public void begin(List<CheckpointEntry> parts) {}

        @Override
        public void first(Supplier<Fingerprint> fingerprint) {}

        @Override
        public void after(int iteration) {}

        @Override
        public OptionalInt takeBack(int last) {
            return OptionalInt.empty();
        }

        @Override
        public void forget() {}

        @Override
        public boolean takesBack() {
            return false;
        }

        @Override
        public void end() {}

        @Override
        public void close() {}
    };

    /** The run's name, empty where it is not kept. */
    String name();

    /** Takes on what changes during the training, and gives it the state in which the run was left before, if it was. */
    void begin(List<CheckpointEntry> parts);

    /** The specialist learns for the first time: takes down what the lambdas compute, where that is not known yet. */
    void first(Supplier<Fingerprint> fingerprint);

    /** An iteration was made: writes a checkpoint where one is due. */
    void after(int iteration);

    /**
     * What was learned after this iteration is spoiled: the next {@link #begin} goes on from the newest checkpoint up to
     * it; returns that one's iteration, 0 for the start, nothing where no state is kept.
     */
    OptionalInt takeBack(int last);

    /** What is in memory belongs to no iteration: it is not written any more. */
    void forget();

    /** Whether the run was taken back and has yet to begin from there. */
    boolean takesBack();

    /** The last iteration was made: writes a checkpoint where the newest is older and the state is not spoiled. */
    void end();

    /** Takes down how the run ended, and lets others go on with it. */
    @Override
    void close();
}
