package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.sentence.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnTest {
    @TempDir
    private Path folder = Path.of("");

    private final CountDownLatch training = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);
    private final FutureTask<Run> first = new FutureTask<>(() ->
            Small.sentence().listen("hold", done -> hold()).iterations(1000).train());
    private final Thread cell = new Thread(first);

    @Test
    void a_second_run_is_refused_while_the_first_goes_on() throws InterruptedException, ExecutionException {
        begin();

        assertThatThrownBy(() -> new Training(Plan.of(Small.sentence().sentence()), Duration.ZERO).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("only one run can train at a time, got a second one while the first is training or"
                        + " stopping: wait until it has ended and train again");

        end();
        assertThat(first.get().interrupted()).isTrue();
    }

    @Test
    void a_second_run_waits_for_the_iteration_in_which_the_first_was_stopped()
            throws InterruptedException, ExecutionException {
        begin();
        cell.interrupt();
        FutureTask<Run> second = new FutureTask<>(() -> Small.sentence().train());
        new Thread(second).start();
        while (!second.isDone() && !isTurnAwaited()) {
            Thread.onSpinWait();
        }

        assertThat(second.isDone()).isFalse();
        end();
        assertThat(second.get().iterations()).isEqualTo(3);
        assertThat(first.get().interrupted()).isTrue();
    }

    @Test
    void the_last_run_is_the_one_that_winds_down() throws InterruptedException, ExecutionException {
        begin();
        cell.interrupt();
        FutureTask<Run> last = new FutureTask<>(Run::last);
        new Thread(last).start();
        while (!last.isDone() && !isTurnAwaited()) {
            Thread.onSpinWait();
        }

        assertThat(last.isDone()).isFalse();
        end();
        assertThat(last.get()).isSameAs(first.get());
    }

    @Test
    void a_run_that_cannot_begin_gives_its_turn_back() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(
                        () -> Small.sentence().checkpoint(c -> c.folder(file)).train())
                .isInstanceOf(UncheckedIOException.class);
        assertThat(new Training(Plan.of(Small.sentence().sentence()), Duration.ZERO)
                        .run()
                        .iterations())
                .isEqualTo(3);
    }

    /** Whether a training has come to the place where it waits for the one before it. */
    private static boolean isTurnAwaited() {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> thread.getKey().getState() == Thread.State.TIMED_WAITING
                        && Stream.of(thread.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals("isMyTurn")));
    }

    private void begin() throws InterruptedException {
        cell.start();
        training.await();
    }

    private void end() {
        cell.interrupt();
        leave.countDown();
    }

    private void hold() {
        training.countDown();
        try {
            leave.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
