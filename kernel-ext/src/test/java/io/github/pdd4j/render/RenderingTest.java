package io.github.pdd4j.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.view.Charts;
import io.github.pdd4j.view.Summary;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class RenderingTest {
    @Test
    void every_value_has_the_type_that_suits_it() {
        var chart = Charts.lines("Loss", "x", "y", Map.of("a", new double[] {2, 1}));
        Image image = Image.of(3, 2, 2, new float[12]);

        assertThat(Rendering.of(chart).mime()).isEqualTo("image/svg+xml");
        assertThat(Rendering.of(chart).data()).startsWith("<svg ");
        assertThat(Rendering.of(chart).text()).isEqualTo("Loss: a 1 after 2");
        assertThat(Rendering.of(image).mime()).isEqualTo("image/png");
        assertThat(Base64.getDecoder().decode(Rendering.of(image).data())).startsWith(0x89, 'P', 'N', 'G');
        assertThat(Rendering.of(Summary.of("Run").add("Loss", chart)).html()).contains("data:image/svg+xml");
        assertThat(Rendering.of(Table.create("t", StringColumn.create("a", "<x>")))
                        .data())
                .startsWith("<table")
                .contains("&lt;x&gt;");
    }
}
