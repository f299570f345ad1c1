package io.github.pdd4j.distill;

import java.io.Closeable;
import java.util.List;

/** Where a run is kept while it goes on. */
interface Keeper extends Closeable {
    /** It is not kept. */
    Keeper NONE = new Keeper() {
        @Override
        public String name() {
            return "";
        }

        @Override
        public void begin(List<Part> parts) {}

        @Override
        public void after(int iteration) {}

        @Override
        public void end() {}

        @Override
        public void close() {}
    };

    /** The run's name, empty where it is not kept. */
    String name();

    /** Takes on what changes during the training, and gives it the state in which the run was left before, if it was. */
    void begin(List<Part> parts);

    /** An iteration was made: writes a checkpoint where one is due. */
    void after(int iteration);

    /** The last iteration was made: writes a checkpoint where the newest is older. */
    void end();

    /** Takes down how the run ended, and lets others go on with it. */
    @Override
    void close();
}
