package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.loss.Predictions;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnduranceTest {
    private static final Distillation EVERYTHING = Small.sentence()
            .generalist(new MovingAverage(0.99))
            .warmUp(1)
            .adversarial(a -> a.discriminator(DiscriminatorStart.unet(4)).discriminatorWarmUp(1))
            .gradientNorms(1)
            .listen("rows", done -> {});

    @Test
    void as_many_arrays_are_alive_in_every_iteration() {
        List<Integer> alive = new ArrayList<>();
        EVERYTHING
                .iterations(40)
                .loss("count", 1, p -> {
                    alive.add(alive(p));
                    return Tensors.scaled(p.specialist().unlabeled().mean(), 1e-6 * alive.size());
                })
                .train();

        // The terms begin in the second iteration and the distances in the third, with a first use of some operators.
        assertThat(alive).hasSize(39);
        assertThat(alive.subList(3, 39)).containsOnly(alive.get(3));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_failed_cell_leaves_nothing_behind_on_whatever_thread(boolean fails) throws Exception {
        List<NDManager> roots = new ArrayList<>();
        EVERYTHING
                .loss("root", 1e-9, p -> {
                    roots.add(root(p));
                    return p.specialist().labeled().mean();
                })
                .train();
        NDManager root = roots.get(0);
        int before = root.getManagedArrays().size();
        ExecutorService cells = Executors.newSingleThreadExecutor();
        boolean mode = cells.submit(JniUtils::isGradMode).get();
        Future<Run> cell = cells.submit(() -> EVERYTHING
                .iterations(fails ? 5 : 100_000)
                .loss("third", 1e-9, third(fails))
                .train());

        if (fails) {
            assertThatThrownBy(cell::get).hasRootCauseMessage("no third time");
        } else {
            assertThat(cell.get().toString()).contains("of 100000 iterations");
        }
        assertThat(cells.submit(JniUtils::isGradMode).get()).isEqualTo(mode);
        assertThat(root.getManagedArrays()).hasSize(before);
        assertThat(cells.submit(() -> EVERYTHING.train().iterations()).get()).isEqualTo(3);
        assertThat(root.getManagedArrays()).hasSize(before);
        cells.shutdown();
    }

    /** Throws in its third call, or interrupts the cell that waits for the run. */
    private static Loss third(boolean fails) {
        Thread cell = Thread.currentThread();
        AtomicInteger calls = new AtomicInteger();
        return p -> {
            if (calls.incrementAndGet() == 3) {
                if (fails) {
                    throw new IllegalStateException("no third time");
                }
                cell.interrupt();
            }
            return p.specialist().labeled().mean();
        };
    }

    private static int alive(Predictions p) {
        return root(p).getManagedArrays().size();
    }

    private static NDManager root(Predictions p) {
        NDManager manager = p.truth().getManager();
        NDManager above = manager.getParentManager();
        while (above.getParentManager() != null && above.getParentManager() != above) {
            manager = above;
            above = above.getParentManager();
        }
        return above;
    }
}
