package io.github.pdd4j.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Pdd;
import io.github.pdd4j.image.Image;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ViewsTest {
    @AfterEach
    void forget_the_host() {
        Progress.sink(Progress::silent);
        Screen.sink(Screen::text);
    }

    @Test
    void a_table_is_escaped_rounded_and_aligned() {
        Table table = Table.create("A & B")
                .addColumns(
                        StringColumn.create("name", "<b>x</b>", "y"),
                        DoubleColumn.create("PSNR", 23.456789, Double.NaN),
                        IntColumn.create("n", 123456, 7));

        String html = Tables.html(table).html();

        assertThat(html)
                .contains(">A &amp; B</caption>", ">&lt;b&gt;x&lt;/b&gt;</td>", "tabular-nums\">23.46</td>")
                .contains("tabular-nums\">123456</td>", "tabular-nums\"></td>")
                .doesNotContain("<b>", "<script");
    }

    @Test
    void a_path_in_the_name_of_a_table_breaks_at_its_folders() {
        assertThat(Tables.html(Table.create("images(/home/me)")).html())
                .contains(">images(/<wbr>home/<wbr>me)</caption>");
    }

    /** What all rows say stands below the table, in the page's own color, whatever its theme is. */
    @Test
    void a_long_text_of_every_row_is_said_once_below() {
        String everywhere = "conventions ".repeat(20);
        Table table = Table.create(
                "t", StringColumn.create("how", everywhere, everywhere), DoubleColumn.create("PSNR", 1.0, 2.0));

        String html = Tables.html(table).html();

        assertThat(html).containsOnlyOnce(everywhere.strip()).doesNotContain("color:#");
    }

    @Test
    void a_long_table_says_how_many_rows_it_leaves_out() {
        Table table = Table.create("long")
                .addColumns(IntColumn.create("i", IntStream.range(0, 1000).toArray()));

        Html html = Tables.html(table);

        assertThat(html.html())
                .contains(">29</td>", "… 960 more", ">990</td>", ">999</td>")
                .doesNotContain(">30</td>", ">989</td>");
    }

    @Test
    void numbers_keep_four_significant_digits() {
        assertThat(List.of(
                        Numbers.shortly(24.9), Numbers.shortly(0.013), Numbers.shortly(12345.678), Numbers.shortly(3)))
                .containsExactly("24.90", "0.01300", "12346", "3");
        assertThat(List.of(Numbers.shortly(1.5e-7), Numbers.shortly(Double.NEGATIVE_INFINITY), Numbers.tick(0.5)))
                .containsExactly("1.500e-07", "−∞", "0.5");
        assertThat(List.of(Numbers.tick(0.00002), Numbers.tick(2e7), Numbers.logarithmicTick(0.7)))
                .containsExactly("2e-5", "2e+7", " ");
    }

    @Test
    void a_summary_stacks_its_parts_under_escaped_headings() {
        Summary summary = Summary.of("Run <7>")
                .add("Loss", Charts.lines("Total", "x", "y", Map.of("total", new double[] {3, 1})))
                .add("", Html.paragraph("three & more"));

        assertThat(summary.text()).isEqualTo("Run <7>\nLoss: Total: total 1 after 2\nthree & more");
        assertThat(summary.html())
                .contains("Run &lt;7&gt;</h3>", "Loss</h4>", "data:image/svg+xml;base64,", "<p>three &amp; more</p>")
                .doesNotContain("<svg");
    }

    @Test
    void scripts_and_other_formats_are_refused() {
        assertThatThrownBy(() -> new Html("x", "<p><SCRIPT>alert(1)</script>"))
                .hasMessage("html of a view must not contain a script, got <script>: use static HTML, SVG or PNG");
        assertThatThrownBy(() -> new Svg("x", "<?xml version='1.0'?><svg/>"))
                .hasMessage(
                        "source of an SVG view must start with <svg, got <?xml version='1.0'?: leave out the XML declaration");
        assertThatThrownBy(() -> new Png("x", new byte[] {1, 2}))
                .hasMessageStartingWith("bytes of a PNG view must start with the PNG signature, got 2 other bytes");
    }

    @Test
    void progress_goes_to_the_host_and_nowhere_when_it_is_silent() {
        List<String> shown = new ArrayList<>();
        Progress.silent().update(() -> {
            throw new AssertionError("nobody looks");
        });
        Progress.sink(() -> new Progress() {
            @Override
            public void update(java.util.function.Supplier<? extends View> newer) {
                shown.add(newer.get().text());
            }

            @Override
            public void done(View last) {
                shown.add("last: " + last.text());
            }
        });

        Progress progress = Progress.start();
        progress.update(() -> Html.paragraph("one"));
        progress.done(Html.paragraph("two"));

        assertThat(shown).containsExactly("one", "last: two");
    }

    @Test
    void columns_without_values_are_only_named() {
        Table table = Table.create(
                "history",
                IntColumn.create("iteration", 1, 2),
                DoubleColumn.create("dReal", Double.NaN, Double.NaN),
                StringColumn.create("skipped", "", ""));

        assertThat(Tables.html(table).html())
                .contains(">iteration</th>", "without values: dReal, skipped")
                .doesNotContain(">dReal</th>");
    }

    @Test
    void a_value_shows_itself_where_the_host_shows_it() {
        List<String> shown = new ArrayList<>();
        Screen.sink(() -> new Screen() {
            @Override
            public void show(View first) {
                shown.add(first.html());
            }

            @Override
            public void replace(View next) {
                throw new AssertionError("each has a screen of its own");
            }
        });
        Image image = Image.of(3, 1, 1, new float[3]);

        Html.paragraph("one").show();
        Pdd.show(Html.paragraph("two"));
        Pdd.show(Table.create("three"));
        Pdd.show(image);

        assertThat(shown).hasSize(4).startsWith("<p>one</p>", "<p>two</p>");
        assertThat(shown.get(2)).contains(">three</caption>");
        assertThat(shown.get(3)).contains("data:image/png", image.toString());
    }

    @Test
    void without_a_host_its_text_is_printed() {
        PrintStream terminal = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Html.paragraph("one < two").show();
        } finally {
            System.setOut(terminal);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("one < two");
    }
}
