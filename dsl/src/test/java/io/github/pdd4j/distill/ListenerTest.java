package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Listener;
import io.github.pdd4j.sentence.TrainingState;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ListenerTest {
    @Test
    void a_listener_hears_of_every_iteration_and_of_the_end() {
        List<Iteration> heard = new ArrayList<>();
        List<Listener.End> ends = new ArrayList<>();
        Run run = Small.sentence()
                .listen("rows", done -> heard.add(done.iteration()))
                .listen("end", new Listener() {
                    @Override
                    public void iteration(TrainingState row) {}

                    @Override
                    public void end(End end) {
                        ends.add(end);
                    }
                })
                .train();

        assertThat(heard).extracting(Iteration::number).containsExactly(1, 2, 3);
        assertThat(heard)
                .extracting(Iteration::total)
                .containsExactly(run.history().doubleColumn("total").asObjectArray());
        assertThat(ends).containsExactly(new Listener.End(3, ""));
    }

    @Test
    void a_training_that_fails_says_so_where_it_showed_its_progress() {
        List<String> last = new ArrayList<>();
        Progress.sink(() -> new Progress() {
            @Override
            public void update(Supplier<? extends View> newer) {}

            @Override
            public void done(View view) {
                last.add(view.text());
            }
        });
        try {
            assertThatThrownBy(() -> Small.sentence()
                            .loss("broken", 1, p -> p.truth().abs())
                            .train())
                    .hasMessageStartingWith("loss broken must return one number");
        } finally {
            Progress.sink(Progress::silent);
        }

        assertThat(last).containsExactly("failed after iteration 0 of 3");
    }

    @Test
    void a_failing_listener_ends_the_run_and_is_named_and_the_others_hear_it_all() {
        List<Integer> heard = new ArrayList<>();
        Run run = Small.sentence()
                .iterations(10)
                .listen("broken", done -> {
                    if (done.number() == 2) {
                        throw new IllegalStateException("the plot is closed");
                    }
                })
                .listen("other", done -> heard.add(done.number()))
                .train();

        assertThat(run.iterations()).isEqualTo(2);
        assertThat(run.toString())
                .endsWith("; stopped: listener broken must not throw, got java.lang.IllegalStateException: the plot is"
                        + " closed after iteration 2: correct it and train again");
        assertThat(heard).containsExactly(1, 2);
    }

    @Test
    void nothing_is_recorded_for_a_listener_whatever_the_one_before_did_to_the_gradient_mode() {
        List<Boolean> recording = new ArrayList<>();
        Small.sentence()
                .listen("meddler", done -> JniUtils.setGradMode(true))
                .listen("next", done -> recording.add(JniUtils.isGradMode()))
                .train();

        assertThat(recording).containsExactly(false, false, false);
    }

    @Test
    void a_sentence_says_who_listens() {
        assertThat(Small.sentence().listen("plot", done -> {}).toString()).endsWith(".listen(\"plot\", ...)");
        assertThatThrownBy(() -> Small.sentence().listen(" ", done -> {}))
                .hasMessage("name of a listener must not be blank, got \" \": use listen(\"mine\", ...)");
    }
}
