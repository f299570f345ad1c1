package io.github.pdd4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.loss.Loss;
import io.github.pdd4j.metric.PredictedImages;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class GivenPredictionsTest {
    private static final Images LOW = Images.of(List.of("a", "b"), List.of(image(11), image(12)));
    private static final Pairs PAIRS = Pairs.of(
            LOW, Images.of(List.of("a", "b"), List.of(TestImages.image(13, 160, 128), TestImages.image(14, 160, 128))));
    private static final Images REAL = Images.of(List.of("1", "1_2", "3"), List.of(image(1), image(2), image(3)));

    @TempDir
    private Path folder = Path.of("");

    private static Image image(int seed) {
        return TestImages.image(seed, 40, 32);
    }

    /**
     * The network looks at one pixel and makes it 16 equal ones, so that it predicts of a crop, flipped or not, what it
     * predicts of the whole image there.
     */
    @Test
    void predictions_of_a_network_teach_as_the_network_does() {
        Network network = pointwise();
        List<float[]> ofNetwork = new ArrayList<>();
        List<float[]> given = new ArrayList<>();
        Distillation sentence = Small.sentence()
                .labeled(PAIRS)
                .unlabeled(REAL)
                .naiveDistillation(0.5)
                .batch(2)
                .iterations(6);
        Table taught = seen(sentence.generalist(network), ofNetwork).train().history();
        Distillation others = sentence.generalist(
                Pdd.predictions(predicted(network, REAL, "_out"), 4), Pdd.predictions(predicted(network, LOW, ""), 4));
        Table history = seen(others, given).train().history();

        assertThat(given).hasSameSizeAs(ofNetwork).hasSizeGreaterThanOrEqualTo(12);
        for (int k = 0; k < given.size(); k++) {
            assertThat(given.get(k)).containsExactly(ofNetwork.get(k), within(1e-6f));
        }
        assertThat(history.columnNames()).isEqualTo(taught.columnNames());
        double first = taught.doubleColumn("naiveDistillation").getDouble(0);
        assertThat(history.doubleColumn("naiveDistillation").getDouble(0)).isCloseTo(first, within(1e-4 * first));
    }

    /** Takes down what the generalist predicts of labeled and of unlabeled input. */
    private static Distillation seen(Distillation sentence, List<float[]> into) {
        return sentence.loss("seen", 1e-6, p -> {
            into.add(p.generalist().labeled().toFloatArray());
            into.add(p.generalist().unlabeled().toFloatArray());
            return p.specialist().unlabeled().mean();
        });
    }

    private static Network pointwise() {
        StateDict weights = Small.network(4, 1).weights();
        Map<String, StoredTensor> changed = new LinkedHashMap<>();
        for (String name : weights.names()) {
            StoredTensor tensor = weights.tensor(name);
            float[] values = tensor.floats();
            if (tensor.shape().length == 4) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = i % 9 == 4 ? values[i] : 0;
                }
            }
            if (name.startsWith("body.4.")) {
                int subpixel = values.length / 48;
                for (int i = 0; i < values.length; i++) {
                    values[i] = values[i / (16 * subpixel) * 16 * subpixel + i % subpixel];
                }
            }
            changed.put(name, StoredTensor.of(values, tensor.shape()));
        }
        return Network.of(StateDict.of(changed), "pointwise");
    }

    private static Images predicted(Network network, Images inputs, String ending) {
        try (Scope scope = Scope.inference()) {
            Model model = Model.frozen(network, Precision.FLOAT32, scope);
            List<Image> images = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                Image input = inputs.load(i);
                NDArray output = model.predict(scope.tensor(input.values(), 1, 3, input.height(), input.width()));
                images.add(Image.of(3, 4 * input.height(), 4 * input.width(), output.toFloatArray()));
            }
            return Images.of(inputs.names().stream().map(name -> name + ending).toList(), images);
        }
    }

    @Test
    void naive_distillation_needs_no_predictions_of_labeled_input() {
        Run run = naive(Pdd.predictions(predicted(pointwise(), REAL, ""), 4)).train();

        assertThat(run.iterations()).isEqualTo(3);
        assertThat(run.history().doubleColumn("naiveDistillation").get(2)).isPositive();
        assertThat(run.history().columnNames()).contains("distanceUnlabeled").doesNotContain("distanceLabeled");
        assertThat(run.strip(image(1)).toString()).isNotEmpty();
        assertThatThrownBy(run::generalist)
                .hasMessage(
                        "generalist() needs a network, got a run whose generalist is predictions of another program:"
                                + " look at their images, or use specialist()");
        assertThat(run.view().html()).contains("Before and after");
    }

    @Test
    void a_loss_is_checked_with_the_predictions_that_a_training_with_it_needs() {
        Distillation sentence = naive(Pdd.predictions(predicted(pointwise(), REAL, ""), 4));
        Loss loss = p ->
                p.specialist().labeled().sub(p.generalist().labeled()).square().mean();
        Throwable refused = catchThrowable(() -> sentence.loss("mine", 1, loss).train());

        assertThat(refused).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pdd.check(loss, sentence)).hasMessage(refused.getMessage());
        Distillation whole = sentence.labeled(PAIRS)
                .generalist(
                        Pdd.predictions(predicted(pointwise(), REAL, "_1"), 4),
                        Pdd.predictions(predicted(pointwise(), LOW, "_2"), 4))
                .batch(2)
                .accumulate(2)
                .learningRate(r -> r.warmUp(2));
        assertThat(Pdd.check(loss, whole).warnings()).isEmpty();
    }

    private static Distillation naive(PredictedImages predicted) {
        return Small.sentence()
                .unlabeled(REAL)
                .generalist(predicted)
                .rIntra(0)
                .rInter(0)
                .naiveDistillation(1);
    }

    @Test
    void a_run_goes_on_wherever_the_same_predictions_are_and_with_no_others() throws IOException {
        Path there = save(folder.resolve("there"), predicted(pointwise(), REAL, ""));
        Path moved = save(folder.resolve("moved"), predicted(pointwise(), REAL, ""));
        Run whole = naive(Pdd.predictions(there, 4)).iterations(4).train();
        naive(Pdd.predictions(there, 4))
                .name("night")
                .checkpoint(c -> c.folder(folder.resolve("runs")))
                .iterations(2)
                .train();
        Distillation resumed =
                naive(Pdd.predictions(moved, 4)).name("night").checkpoint(c -> c.folder(folder.resolve("runs")));
        Run run = resumed.iterations(4).train();

        assertThat(values(run.specialist())).isEqualTo(values(whole.specialist()));
        Run again = Run.open(folder.resolve("runs/night"));
        assertThat(values(again.specialist())).isEqualTo(values(whole.specialist()));
        assertThatThrownBy(again::generalist).isInstanceOf(IllegalStateException.class);
        ImageFiles.save(TestImages.image(99, 160, 128), moved.resolve("3.png"));
        assertThatThrownBy(() -> resumed.iterations(6).train())
                .hasMessageStartingWith(
                        "run night must resume with the weights and images it started with, got others for"
                                + " predictions of unlabeled: restore them");
    }

    private static Path save(Path to, Images images) throws IOException {
        Files.createDirectories(to);
        IntStream.range(0, images.size())
                .forEach(i -> ImageFiles.save(
                        images.load(i).clipped(), to.resolve(images.names().get(i) + ".png")));
        return to;
    }

    private static float[] values(Network network) {
        return network.weights().tensor("body.0.weight").floats();
    }

    @Test
    void what_lacks_predictions_is_refused_before_the_first_iteration() {
        Images all = predicted(pointwise(), REAL, "");
        Images two = all.without("3");
        List<Image> small =
                Stream.of(1, 2, 3).map(i -> TestImages.image(i, 80, 64)).toList();

        assertThatThrownBy(() -> naive(Pdd.predictions(two, 4)).train())
                .hasMessage("predictions must have an image for each unlabeled input, got none for 3 in " + two
                        + ": upscale it ×4 with that program under the input's name, or leave inputs out by"
                        + " without(\"3\")");
        assertThatThrownBy(() -> naive(Pdd.predictions(two.without("1"), 4)).train())
                .hasMessageContaining("got none for 1 and 1 more of 3 in");
        assertThatThrownBy(() -> naive(Pdd.predictions(Images.of(REAL.names(), small), 4))
                        .train())
                .hasMessage(
                        "predictions must be 4 times as large as their inputs, got 80x64 for 1 of 40x32 and 2 more of"
                                + " another size: upscale again without cropping, or give the scale, as in predictions(folder,"
                                + " 2)");
        assertThatThrownBy(() -> naive(Pdd.predictions(all, 2)).train())
                .hasMessageStartingWith("predictions must have the scale of the specialist, got ×2 and ×4");
        assertThatThrownBy(() -> naive(Pdd.predictions(all, 4)).rIntra(1).train())
                .hasMessageStartingWith("predictions of labeled images need inputs that are files of their own, got ")
                .hasMessageEndingWith(
                        " whose inputs are made anew for every crop: use pairs(\"folder\") with the folders"
                                + " lr and hr, or rIntra(0).rInter(0).naiveDistillation(1), which needs no predictions of"
                                + " labeled images");
        assertThatThrownBy(() -> naive(Pdd.predictions(all, 4))
                        .rIntra(1)
                        .unlabeled(LOW)
                        .labeled(PAIRS)
                        .train())
                .hasMessageStartingWith("labeled and unlabeled images must have different names for one folder of"
                        + " predictions, got a and 1 more in both: use generalist(");
    }
}
