package io.github.pdd4j.metric;

import static io.github.pdd4j.Pdd.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.Agreement;
import io.github.pdd4j.Golden;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class ScoresCsvTest {
    private static final String HEADER = "file,metric,value,better,source\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void a_file_of_scores_that_cannot_be_read_says_why() throws IOException {
        Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'f', (byte) 0xfc});

        assertThatThrownBy(() -> Evaluation.of(latin, "net"))
                .hasMessageEndingWith("latin.csv (its text is not in the expected encoding): save it as CSV UTF-8");
    }

    @Test
    void imported_scores_say_which_program_they_come_from() throws IOException {
        Evaluation scores = scores(csv(HEADER
                + "a.png,musiq,61.5,higher,pyiqa 0.1.16\nb.png,musiq,58,higher,pyiqa 0.1.16\n"
                + "a.png,niqe,4.5,lower,pyiqa 0.1.16\nb.png,niqe,5,lower,pyiqa 0.1.16\n"));

        assertThat(scores.table().stringColumn("image").asList()).containsExactly("a", "b");
        assertThat(scores.table().doubleColumn("musiq").asDoubleArray()).containsExactly(61.5, 58);
        assertThat(scores.table().doubleColumn("niqe").asDoubleArray()).containsExactly(4.5, 5);
        assertThat(scores.table().stringColumn("conventions").get(1))
                .isEqualTo("musiq (higher is better): by pyiqa 0.1.16; niqe (lower is better): by pyiqa 0.1.16");
    }

    /** As spreadsheets write them where the comma is the decimal point. */
    @Test
    void semicolons_tabs_decimal_commas_and_names_with_dots_are_read() throws IOException {
        Evaluation semicolons = scores(csv("\uFEFFfile;metric;value\r\na.png;nrqm;5,5\r\nb.png;nrqm;6,1\r\n"));
        Evaluation tabs = scores(csv("file\tmetric\tvalue\nscan.v1.png\tnrqm\t5.5\nscan.v2\tnrqm\t-6,1e1\n"));

        assertThat(semicolons.table().doubleColumn("nrqm").asDoubleArray()).containsExactly(5.5, 6.1);
        assertThat(tabs.table().stringColumn("image").asList()).containsExactly("scan.v1", "scan.v2");
        assertThat(tabs.table().doubleColumn("nrqm").asDoubleArray()).containsExactly(5.5, -61);
    }

    @Test
    void what_looks_like_a_decimal_comma_and_may_be_another_is_refused() throws IOException {
        assertRefused("file,metric,value\na.png,nrqm,\"1,234\"\n", "must be finite numbers, got 1,234 in line 2");
        assertRefused("file;metric;value\na.png;nrqm;1.234,5\n", "must be finite numbers, got 1.234,5 in line 2");
        assertRefused("file;metrics;value\na.png;nrqm;1\n", "got \"file;metrics;value\" as first line");
        assertRefused(
                "file,metric,value,better\na.png,own,1,lower\nb.png,own,1,higher\n",
                "must say one direction and one source for a metric, got two for own in line 3");
        assertRefused("", "got \"\" as first line");
        assertRefused("file,metric,value\n", "must have a line for each image and metric, got none");
        assertRefused("file,metric,value\na.png,nrqm,5,5\n", "must have as many values in each line");
    }

    @Test
    void imported_scores_are_compared_like_any_other() throws IOException {
        Evaluation a = scores(csv("file,metric,value\na.png,niqe,4.5\nb.png,niqe,5\n"));

        Table comparison = compare(a, a);

        assertThat(comparison.stringColumn("better").get(0)).isEqualTo("undecided");
        assertThat(comparison.doubleColumn("p").get(0)).isEqualTo(1);
    }

    @Test
    void scores_that_cannot_be_used_are_refused_in_one_sentence() throws IOException {
        assertRefused(
                "file,metric,value\na.png,musiq,nan\n", "must be finite numbers, got nan in line 2: remove the line");
        assertRefused("file,metric\na.png,musiq\n", "must have the columns file, metric and value, separated by");
        assertRefused(
                "file,metric,value\na.png,own,1\n", "whether higher or lower is better, got '' for own: add a column");
        assertRefused(
                "file,metric,value\na.png,musiq,1\nb.png,musiq,1\na.png,niqe,3\n",
                "every metric for every image, got none of [niqe] for b: score that image again");
        assertRefused("file,metric,value\na.png,musiq,1\na.jpg,musiq,2\n", "each image once for a metric, got a twice");
        assertRefused(
                "file,metric,value\na.png,psnr,1\na.png,PSNR,2\n",
                "each with a name that no other column has, got [psnr, PSNR]: write the name of each metric in one way");
        assertThatThrownBy(() -> Evaluation.of(Path.of("none.csv"), "x"))
                .hasMessage("scores need a CSV file, got nothing at none.csv: write one with ./pdd scores FOLDER");
    }

    /** The golden network was exported by PyTorch 2.7.1, which also gave the value. */
    @Test
    void a_network_exported_to_torchscript_is_a_metric() {
        StateDict golden = Golden.arrays("no_reference.npz");
        StoredTensor input = golden.tensor("input");
        Image image = Image.of(3, (int) input.shape()[2], (int) input.shape()[3], input.floats());

        TorchScriptMetric metric =
                torchScriptMetric(Golden.file("no_reference.pt").toString());

        Agreement.assertAgrees(metric.of(image), golden.tensor("score").doubles()[0], 1e-5);
        assertThat(metric.named("own").lowerIsBetter().toString())
                .startsWith("own, RGB, border 0, 0 … 1 in 8 bits, TorchScript no_reference.pt ");
    }

    @Test
    void files_and_answers_that_are_no_metric_are_refused_in_one_sentence() throws IOException {
        Path text = Files.writeString(folder.resolve("a.pt"), "no archive");
        TorchScriptMetric metric =
                torchScriptMetric(Golden.file("no_reference.pt").toString());

        assertThatThrownBy(() -> torchScriptMetric("none.pt"))
                .hasMessage("a TorchScript network must be a file, got nothing at none.pt: check the path");
        assertThatThrownBy(() -> torchScriptMetric(text.toString()))
                .hasMessageStartingWith("a TorchScript network must be an archive of torch.jit.save, got ");
        assertThatThrownBy(() -> metric.of(Image.of(3, 2, 2, new float[12])))
                .hasMessageStartingWith("network no_reference.pt");
    }

    @Test
    void published_values_are_labeled_as_published() {
        Table table = publishedTable(6);

        assertThat(table.name()).isEqualTo("Table 6, as published");
        assertThat(table.stringColumn("source").unique().asList())
                .containsExactly("published: arXiv 2407.07302, Table 6");
        assertThat(table.where(table.stringColumn("data").isEqualTo("RealSR Nikon"))
                        .doubleColumn("PSNR")
                        .asList())
                .containsExactly(25.07, 24.9);
        assertThat(publishedTable(7).rowCount()
                        + publishedTable(8).rowCount()
                        + publishedTable(9).rowCount())
                .isEqualTo(18);
        assertThatThrownBy(() -> publishedTable(5))
                .hasMessage("number of a published table must be 6, 7, 8 or 9, got 5: use publishedTable(6)");
    }

    private void assertRefused(String text, String sentence) throws IOException {
        Path file = csv(text);
        assertThatThrownBy(() -> Evaluation.of(file, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    private Evaluation scores(Path file) {
        return Evaluation.of(file, "network");
    }

    private Path csv(String text) throws IOException {
        return Files.writeString(folder.resolve("scores.csv"), text);
    }

    @Test
    void a_table_of_the_field_is_read() {
        Evaluation scores = Evaluation.of(Golden.shared("field/tables/semicolon.csv"), "network");

        assertThat(scores.table().stringColumn("image").asList()).containsExactly("a", "b");
        assertThat(scores.table().doubleColumn("nrqm").asDoubleArray()).containsExactly(5.5, 6.1);
    }
}
