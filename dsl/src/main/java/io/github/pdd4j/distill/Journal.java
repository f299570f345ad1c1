package io.github.pdd4j.distill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the loop writes down and others read meanwhile; also the way to ask it to stop. */
final class Journal {
    private final List<Row> rows = new ArrayList<>();
    private final long started = System.nanoTime();
    private volatile boolean stopped;
    private volatile String reason = "";

    /** One iteration: the value of each term times its weight, what was watched beside them, and when it was done. */
    record Row(int iteration, Map<String, Double> terms, Map<String, Double> watched, double seconds) {
        /** The sum of the terms; no number while only the discriminator learns. */
        double total() {
            return terms.isEmpty()
                    ? Double.NaN
                    : terms.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    synchronized void write(int iteration, Sum loss) {
        rows.add(new Row(iteration, loss.values(), loss.watched(), (System.nanoTime() - started) / 1e9));
    }

    synchronized List<Row> rows() {
        return List.copyOf(rows);
    }

    void stop() {
        stopped = true;
    }

    /** Stops the loop and says why. */
    void stop(String why) {
        reason = why;
        stopped = true;
    }

    /** Why the loop stopped by itself, empty when it did not. */
    String reason() {
        return reason;
    }

    boolean goesOn() {
        return !stopped;
    }
}
