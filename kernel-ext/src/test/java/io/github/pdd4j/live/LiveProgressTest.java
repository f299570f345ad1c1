package io.github.pdd4j.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
    private final List<String> shown = new ArrayList<>();
    private final AtomicLong milliseconds = new AtomicLong();
    private final LiveProgress progress = new LiveProgress(
            new Screen() {
                @Override
                public void show(View first) {
                    shown.add("show " + first.text());
                }

                @Override
                public void replace(View next) {
                    shown.add("replace " + next.text());
                }
            },
            () -> milliseconds.get() * 1_000_000);

    @Test
    void at_most_four_views_a_second_are_made_and_the_last_is_always_shown() {
        AtomicInteger made = new AtomicInteger();
        for (int i = 0; i < 1000; i++) {
            milliseconds.set(i);
            int step = i;
            progress.update(() -> {
                made.incrementAndGet();
                return Html.paragraph("step " + step);
            });
        }
        progress.done(Html.paragraph("end"));

        assertThat(made).hasValue(4);
        assertThat(shown)
                .containsExactly(
                        "show step 0", "replace step 250", "replace step 500", "replace step 750", "replace end");
    }

    @Test
    void something_short_is_shown_once() {
        progress.done(Html.paragraph("end"));

        assertThat(shown).containsExactly("show end");
    }
}
