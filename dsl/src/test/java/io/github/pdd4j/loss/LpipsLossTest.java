package io.github.pdd4j.loss;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.pdd4j.Golden;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.Run;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.metric.Lpips;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LpipsLossTest {
    private final StateDict golden = Golden.arrays("lpips_vgg.npz");
    private final Lpips lpips = Lpips.in(
            FeatureExtractor.load(Golden.file("vgg16_width0.0625.pth")),
            Checkpoints.read(Golden.file("lpips_vgg_lin_width0.0625.pth")));

    @TempDir
    Path folder;

    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.recording();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** The reference's images lie in [−1, 1], and its gradient is that of the sum over both images. */
    @Test
    void value_and_gradient_are_those_of_the_published_package() {
        NDArray prediction = Tensors.leaf(unit("a"));
        NDArray loss = new LpipsLoss(lpips).of(predictions(prediction, lpips.trunk()));

        double[] distances = array("distance").doubles();
        assertAgrees(loss.getFloat(), (distances[0] + distances[1]) / 2, 1e-4);
        NDList gradient = Tensors.gradients(loss, List.of(prediction));
        assertAgrees(gradient.get(0).toFloatArray(), array("gradient").floats(), 1e-3);
    }

    @Test
    void positions_without_any_feature_have_a_finite_gradient() {
        List<NDArray> nothing = lpips.layers().stream()
                .map(layer -> Tensors.leaf(scope.tensor(new float[channels(layer) * 4], 1, channels(layer), 2, 2)))
                .toList();

        NDArray loss = lpips.distance(
                layer -> nothing.get(lpips.layers().indexOf(layer)),
                layer -> nothing.get(lpips.layers().indexOf(layer)).add(1));

        for (NDArray gradient : Tensors.gradients(loss, nothing)) {
            assertThat(Tensors.finite(List.of(gradient))).isTrue();
        }
    }

    @Test
    void a_sentence_in_the_features_of_its_network_trains_by_it() {
        Images images = TestImages.images(1, 64, 1);

        Run run = Distillation.in(lpips.trunk())
                .generalist(PretrainedModels.generalist())
                .specialist(PretrainedModels.specialist())
                .labeled(images.downscaledBy(Resampling.MATLAB_BICUBIC))
                .unlabeled(images)
                .rIntra(0)
                .rInter(0)
                .perceptual(p -> p.weight(0))
                .loss("lpips", 0.5, new LpipsLoss(lpips))
                .iterations(2)
                .batch(1)
                .crop(16)
                .checkpoint(c -> c.off())
                .train();

        assertThat(run.history().doubleColumn("lpips").asList())
                .hasSize(2)
                .allSatisfy(value -> assertThat(value).isPositive());
        assertThat(run.history().doubleColumn("gradient").get(0)).isPositive();
    }

    /** As when a sentence names the file and the measure was made from the same file before. */
    @Test
    void its_own_network_is_known_when_it_was_read_once_more_or_from_a_copy() throws IOException {
        Path copy = Files.copy(Golden.file("vgg16_width0.0625.pth"), folder.resolve("copy.pth"));
        FeatureExtractor again = FeatureExtractor.load(copy);

        assertThat(new LpipsLoss(lpips).of(predictions(unit("a"), again)).getFloat())
                .isEqualTo(new LpipsLoss(lpips)
                        .of(predictions(unit("a"), lpips.trunk()))
                        .getFloat());
    }

    @Test
    void features_of_another_network_are_refused() {
        Predictions p = predictions(unit("a"), PretrainedModels.slimVgg19());

        assertThatThrownBy(() -> new LpipsLoss(lpips).of(p))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the LPIPS loss needs the features of its network vgg16_width0.0625.pth, got features"
                        + " of slim VGG19: add features(lpips.trunk()) to the sentence");
    }

    private Predictions predictions(NDArray labeled, FeatureExtractor features) {
        NDArray truth = unit("b");
        PerDomain specialist = new PerDomain(labeled, truth);
        return new SharedPredictions(
                new SharedPredictions.ImageTensors(specialist, specialist, new PerDomain(truth, truth), truth),
                features.in(Precision.FLOAT32, scope),
                new TreeSet<>());
    }

    private int channels(String layer) {
        return (int) lpips.heads()
                .tensor("lin" + lpips.layers().indexOf(layer) + ".model.1.weight")
                .shape()[1];
    }

    private NDArray unit(String name) {
        float[] values = array(name).floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] + 1) / 2;
        }
        return scope.tensor(values, array(name).shape());
    }

    private StoredTensor array(String name) {
        return golden.tensor(name);
    }
}
