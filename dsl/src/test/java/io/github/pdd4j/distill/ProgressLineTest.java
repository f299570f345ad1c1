package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final Pattern POINTS = Pattern.compile("points=\"([^\"]*)\"");

    @Test
    void a_training_that_is_watched_shows_what_the_networks_predict_now_and_ends_without_it() throws Exception {
        List<View> views = new ArrayList<>();
        CountDownLatch seen = new CountDownLatch(1);
        Progress watching = new Progress() {
            @Override
            public void update(Supplier<? extends View> newer) {
                views.add(newer.get());
                if (newest(views).contains("<img")) {
                    seen.countDown();
                }
            }

            @Override
            public void done(View last) {
                views.add(last);
            }
        };
        Distillation sentence = Small.sentence().iterations(500).listen("until it is seen", done -> {
            if (seen.getCount() == 0) {
                done.stop("seen");
            }
        });

        Run run = new Training(Plan.of(sentence.sentence())).run(watching);

        assertThat(views).anySatisfy(view -> assertThat(view.html()).contains("<img", "specialist", "<svg"));
        assertThat(newest(views)).doesNotContain("<img");
        assertThat(run.specialist().weights())
                .isEqualTo(Small.sentence()
                        .iterations(run.iterations())
                        .train()
                        .specialist()
                        .weights());
    }

    @Test
    void the_curve_is_the_logarithm_of_the_loss_and_stays_small() {
        Plan plan = Plan.of(Small.sentence().iterations(100_000).sentence());
        assertThat(ProgressLine.of(plan, rows(1)).html()).doesNotContain("<svg");
        assertThat(points(plan, 3)).containsExactly("0,1.0", "1,11.0", "2,21.0");
        assertThat(points(plan, 99_999)).hasSize(120).startsWith("0,1.0").endsWith("119,21.0");
    }

    private static String newest(List<View> views) {
        return views.get(views.size() - 1).html();
    }

    /** Losses that fall by the same factor from row to row. */
    private static List<Iteration> rows(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Iteration(i, Map.of("wavelet", Math.exp(-i * 1e-3)), Map.of(), "", i))
                .toList();
    }

    private static List<String> points(Plan plan, int count) {
        Matcher found = POINTS.matcher(ProgressLine.of(plan, rows(count)).html());
        assertThat(found.find()).isTrue();
        return List.of(found.group(1).split(" "));
    }
}
