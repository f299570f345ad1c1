package io.github.pdd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.data.Degradation;
import io.github.pdd4j.data.Degradations;
import io.github.pdd4j.data.Downscaling;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.AdversarialKind;
import io.github.pdd4j.loss.InterDistance;
import io.github.pdd4j.loss.IntraDistance;
import io.github.pdd4j.loss.Layers;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a cell shows of a value can be typed into the next one. */
public class PhrasesTest {
    /** The cells put here what they make. */
    public static final List<Object> MADE = new ArrayList<>();

    private static JShell cell;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void open_a_cell() {
        ImageFiles.save(TestImages.image(1, 64, 64), folder.resolve("one.png"));
        cell = JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), Map.of())
                .build();
        cell.addToClasspath(System.getProperty("java.class.path"));
        cell.eval("import static io.github.pdd4j.Pdd.*;");
        Stream.of("distill", "sentence", "loss", "network", "data", "image", "tensor")
                .forEach(name -> cell.eval("import io.github.pdd4j." + name + ".*;"));
        cell.eval("import java.nio.file.*;");
    }

    @AfterAll
    static void close_it() {
        cell.close();
    }

    @Test
    void a_page_breaks_a_sentence_before_a_call_and_not_within_a_name() {
        Images images = TestImages.images(2, 64, 1).degradedBy(Pdd.blur(1).then(Pdd.noise(2)));

        assertThat(Pdd.distill().unlabeled(images).view().html().replaceAll("</?span[^>]*>", ""))
                .contains("word-break:normal", ")<wbr>.then(noise(2))")
                .contains("\n    .unlabeled(");
    }

    static Stream<Object> values() {
        Degradation everything = Degradations.shuffled(
                        Degradations.blur(0.2, 3),
                        Degradations.resized(0.5, 0.5, Resampling.OPENCV_AREA, Resampling.PILLOW_BOX),
                        Degradations.oneOf(Degradations.gaussianNoise(1, 25), Degradations.gaussianNoise(0.00001)))
                .toScale(4, Resampling.values())
                .then(Degradations.jpeg(30, 95));
        Stream<Object> values = Stream.of(
                InterDistance.GRAM_OF_DIFFERENCE,
                Pdd.differenceOfGrams(),
                Pdd.l1(),
                Pdd.squared(),
                IntraDistance.CROSS_ENTROPY,
                Pdd.frobenius(),
                Pdd.normDifference(),
                Pdd.cosine(),
                Pdd.bfloat16(),
                Pdd.movingAverage(0.999),
                Pdd.adam(),
                Pdd.adam().betas(0.9, 0.999).epsilon(1e-7),
                Pdd.adamW(0.02).betas(0.8, 0.9),
                Degradations.unknown(4),
                everything);
        return Stream.of(values, Stream.of(Resampling.values()), AdversarialKind.ALL.stream())
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_prints_as_a_phrase_that_makes_an_equal_one(Object value) {
        assertThat(typed(value.toString())).isEqualTo(value);
    }

    static Stream<Object> loaders() {
        Images images = Pdd.images(folder);
        Pairs several = images.downscaledBy(Downscaling.oneOf(Pdd.bicubic(), Pdd.area()));
        Distillation sentence = Pdd.distill()
                .generalist(Pdd.movingAverage(0.9))
                .specialist(Pdd.compactSpecialist())
                .labeled(several)
                .unlabeled(images.degradedBy(Degradations.unknown(4)))
                .rInter(r -> r.distance(Pdd.l1()).layers(Layers.of("conv3_4", 0.5)))
                .adversarial(a -> a.weight(0.1).discriminator(Pdd.unet(16)).learningRate(4e-4))
                .naiveDistillation(0.2)
                .learningRate(r -> r.warmUp(20).cosine(480).end(1e-6))
                .optimizer(Pdd.adamW(0.01))
                .accumulate(2)
                .augmentation(a -> a.verticalFlips(false))
                .precision(Pdd.float32())
                .on(Pdd.cpu())
                .name("night")
                .checkpoint(c -> c.every(9));
        return Stream.of(
                Pdd.unet(16),
                images.and(Pdd.images(folder)).subset(1, 2),
                several,
                Pairs.of(images.degradedBy(Degradations.unknown(4)), images),
                sentence);
    }

    @ParameterizedTest
    @MethodSource("loaders")
    void what_has_no_equals_prints_as_a_phrase_that_makes_one_of_the_same_phrase(Object value) {
        assertThat(typed(value.toString())).hasToString(value.toString());
    }

    @Test
    void a_shipped_network_prints_as_a_phrase_that_makes_it_again() {
        for (Network network : List.of(Pdd.compactGeneralist(), Pdd.compactSpecialist(), Pdd.smallSrResNet())) {
            Network again = (Network) typed(network.toString());
            assertThat(again.config()).isEqualTo(network.config());
            assertThat(again.weights().digest()).isEqualTo(network.weights().digest());
        }
        for (FeatureExtractor features : List.of(Pdd.slimVgg19(), Pdd.features(Pdd.smallSrResNet()))) {
            FeatureExtractor again = (FeatureExtractor) typed(features.toString());
            assertThat(again.config()).isEqualTo(features.config());
            assertThat(again.weights().digest()).isEqualTo(features.weights().digest());
        }
        Network renamed = Pdd.compactGeneralist().named("before");
        assertThat(typed(renamed.toString())).isEqualTo(renamed);
        assertThat(Pdd.compactGeneralist()).hasToString("network(\"compact-generalist\")");
        assertThat(Pdd.slimVgg19()).hasToString("slimVgg19() /* stands in for VGG19 */");
    }

    @Test
    void a_network_of_a_file_prints_as_a_phrase_that_finds_the_file() {
        Path file = folder.resolve("mine.safetensors");
        Pdd.compactSpecialist().save(file);

        Network network = Pdd.network(file);

        assertThat(network.source()).isEqualTo("mine.safetensors");
        assertThat(typed(network.toString())).isEqualTo(network);
    }

    private static Object typed(String phrase) {
        MADE.clear();
        cell.eval("io.github.pdd4j.PhrasesTest.MADE.add(" + phrase + ");");
        assertThat(MADE).as(phrase).hasSize(1);
        return MADE.get(0);
    }
}
