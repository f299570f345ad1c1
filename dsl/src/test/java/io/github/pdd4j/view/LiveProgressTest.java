package io.github.pdd4j.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveProgressTest {
    private final List<String> shown = new ArrayList<>();
    private final AtomicLong milliseconds = new AtomicLong();
    private final Screen screen = new Screen() {
        @Override
        public void show(View first) {
            shown.add("show " + first.text());
        }

        @Override
        public void replace(View next) {
            shown.add("replace " + next.text());
        }
    };

    @Test
    void at_most_four_views_a_second_are_made_and_the_last_is_always_shown() {
        Progress progress = paced(250, true);
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
        Progress progress = paced(250, true);
        progress.done(Html.paragraph("end"));

        assertThat(shown).containsExactly("show end");
    }

    @Test
    void in_a_file_something_short_leaves_no_line_and_something_long_one_now_and_then() {
        Progress brief = paced(10_000, false);
        brief.update(() -> Html.paragraph("too early"));
        brief.done(Html.paragraph("end"));
        assertThat(shown).isEmpty();

        Progress lasting = paced(10_000, false);
        for (int second = 1; second <= 25; second++) {
            milliseconds.addAndGet(1000);
            int now = second;
            lasting.update(() -> Html.paragraph("second " + now));
        }
        lasting.done(Html.paragraph("end"));
        assertThat(shown).containsExactly("show second 10", "replace second 20", "replace end");
    }

    @Test
    void a_terminal_gets_one_line_that_changes_and_ends() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Progress progress = LiveProgress.on(new Terminal.OneLine(new PrintStream(bytes, true, StandardCharsets.UTF_8)));
        progress.update(() -> Html.paragraph("one"));
        progress.done(Html.paragraph("end"));

        String[] written = bytes.toString(StandardCharsets.UTF_8).split("\r", -1);
        assertThat(written).hasSizeGreaterThanOrEqualTo(3);
        assertThat(written[1]).contains("one").doesNotContain("\n");
        assertThat(written[2]).contains("end\u001b[K").contains("\n");
    }

    private Progress paced(long interval, boolean always) {
        return new LiveProgress(screen, Duration.ofMillis(interval), always, () -> milliseconds.get() * 1_000_000);
    }
}
