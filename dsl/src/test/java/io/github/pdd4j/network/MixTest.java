package io.github.pdd4j.network;

import static io.github.pdd4j.Pdd.compactGeneralist;
import static io.github.pdd4j.Pdd.compactSpecialist;
import static io.github.pdd4j.Pdd.mix;
import static io.github.pdd4j.Pdd.smallSrResNet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Network before = compactGeneralist();
    private final Network after = compactSpecialist().named("adapted from compact-generalist", before.source());

    @Test
    void the_ends_are_the_networks_and_what_lies_between_is_on_the_line() {
        Network first = mix(before, after, 0);
        Network last = mix(before, after, 1);
        Network between = mix(before, after, 0.25);

        for (String name : before.weights().names()) {
            float[] from = before.weights().tensor(name).floats();
            float[] to = after.weights().tensor(name).floats();
            assertThat(first.weights().tensor(name).floats()).as(name).isEqualTo(from);
            assertThat(last.weights().tensor(name).floats()).as(name).isEqualTo(to);
            float[] line = new float[from.length];
            for (int i = 0; i < line.length; i++) {
                line[i] = (float) (0.75 * from[i] + 0.25 * to[i]);
            }
            assertThat(between.weights().tensor(name).floats()).as(name).isEqualTo(line);
        }
    }

    @Test
    void a_mix_says_what_it_is_made_of_in_its_file_too() {
        Network half = mix(before, after, 0.5);
        half.save(folder.resolve("half.safetensors"));

        assertThat(half.source()).isEqualTo("mix of compact-generalist and adapted from compact-generalist, 0.5");
        assertThat(half.origin()).isEqualTo("compact-generalist");
        assertThat(Network.load(folder.resolve("half.safetensors")).weights().metadata())
                .containsEntry("mixed from", "compact-generalist")
                .containsEntry("sha256 of the first", before.weights().digest())
                .containsEntry("and", "adapted from compact-generalist")
                .containsEntry("sha256 of the second", after.weights().digest())
                .containsEntry("share of the second", "0.5");
    }

    @Test
    void networks_that_do_not_fit_and_shares_out_of_range_are_refused() {
        assertThatThrownBy(() -> mix(before, smallSrResNet(), 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("networks to mix must be of one architecture and size, got SRVGGNetCompact (scale=4,"
                        + " features=48, convolutions=12) of compact-generalist and SRResNet (scale=4, features=32,"
                        + " blocks=6) of small-srresnet: mix a network with what was adapted from it");
        for (double share : new double[] {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> mix(before, after, share))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("share of the second network must be a number from 0 to 1, got " + share
                            + ": use 0.5 for the middle between compact-generalist and adapted from"
                            + " compact-generalist");
        }
    }
}
