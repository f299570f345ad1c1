package io.github.pdd4j.loss;

import static io.github.pdd4j.Agreement.assertAgrees;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pdd4j.Golden;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The losses on the published code's inputs; Y_S^U and Y_S^L are the leaves that gradients are taken of. */
class GoldenLossesTest {
    private static final Wavelet AUTHORS_CODE = Wavelet.PAPER.bands(1, 0.1, 0.01);

    private static final String VGG19 = "vgg19_width0.125.pth";

    private Scope scope;
    private NDArray unlabeled;
    private NDArray labeled;
    private PerDomain generalist;
    private Predictions predictions;
    private JsonObject golden;

    @BeforeEach
    void open() throws IOException {
        scope = Scope.recording();
        golden = JsonParser.parseString(Files.readString(Golden.file("losses.json")))
                .getAsJsonObject();
        StateDict inputs = Golden.arrays("distill_inputs.npz");
        unlabeled = Tensors.leaf(tensor(inputs, "uS"));
        labeled = Tensors.leaf(tensor(inputs, "lS"));
        generalist = new PerDomain(tensor(inputs, "lG"), tensor(inputs, "uG"));
        predictions = distilled(VGG19);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    static Stream<Arguments> variants() {
        return Stream.of(
                Arguments.of("distill/paper", Intra.PAPER, Inter.PAPER),
                Arguments.of(
                        "distill/gram_difference",
                        Intra.PAPER,
                        Inter.PAPER.distance(InterDistance.DIFFERENCE_OF_GRAMS)),
                Arguments.of("distill/inter_l1", Intra.PAPER, Inter.PAPER.distance(InterDistance.L1)),
                Arguments.of("distill/inter_l2", Intra.PAPER, Inter.PAPER.distance(InterDistance.SQUARED)),
                Arguments.of("distill/intra_l1", Intra.PAPER.distance(IntraDistance.L1), Inter.PAPER),
                Arguments.of("distill/intra_l2", Intra.PAPER.distance(IntraDistance.SQUARED), Inter.PAPER),
                Arguments.of("distill/intra_fro", Intra.PAPER.distance(IntraDistance.FROBENIUS), Inter.PAPER),
                Arguments.of("distill/intra_fro_fro", Intra.PAPER.distance(IntraDistance.NORM_DIFFERENCE), Inter.PAPER),
                Arguments.of("distill/intra_cosine", Intra.PAPER.distance(IntraDistance.COSINE), Inter.PAPER));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void distances_and_their_gradients_agree(String name, Intra intra, Inter inter) {
        JsonObject expected = golden.getAsJsonObject(name);
        NDArray rIntra = intra.of(predictions);
        NDArray rInter = inter.of(predictions);
        NDList gradients = Tensors.gradients(rIntra.add(rInter), List.of(unlabeled, labeled));

        assertAgrees(rIntra.getFloat(), expected.get("rIntra").getAsDouble(), 1e-4);
        assertAgrees(rInter.getFloat(), expected.get("rInter").getAsDouble(), 1e-4);
        assertAgrees(norm(gradients.get(0)), expected.get("gradU_norm").getAsDouble(), 1e-3);
        assertAgrees(norm(gradients.get(1)), expected.get("gradL_norm").getAsDouble(), 1e-3);
    }

    @Test
    void distances_in_alexnet_agree() {
        JsonObject expected = golden.getAsJsonObject("distill/alexnet");
        JsonObject layers = expected.getAsJsonObject("layers");
        Predictions p = distilled("alexnet_width0.125.pth");

        assertAgrees(
                Intra.PAPER.layers(layers(layers, "intra")).of(p).getFloat(),
                expected.get("rIntra").getAsDouble(),
                1e-4);
        assertAgrees(
                Inter.PAPER.layers(layers(layers, "inter")).of(p).getFloat(),
                expected.get("rInter").getAsDouble(),
                1e-4);
    }

    private static Layers layers(JsonObject all, String term) {
        return new Layers(all.getAsJsonObject(term).entrySet().stream()
                .map(layer ->
                        new Layers.Weighted(layer.getKey(), layer.getValue().getAsDouble()))
                .toList());
    }

    @Test
    void the_papers_gradients_agree_number_by_number() {
        StateDict expected = Golden.arrays("distill_paper_grads.npz");
        NDArray loss = Intra.PAPER.of(predictions).add(Inter.PAPER.of(predictions));
        NDList gradients = Tensors.gradients(loss, List.of(unlabeled, labeled));

        assertAgrees(gradients.get(0).toFloatArray(), values(expected, "gradU"), 1e-3);
        assertAgrees(gradients.get(1).toFloatArray(), values(expected, "gradL"), 1e-3);
    }

    @Test
    void nothing_flows_back_through_fixed_labeled_predictions() {
        Predictions fixed = predictions.detachLabeled();
        NDArray loss = Intra.PAPER.of(fixed).add(Inter.PAPER.of(fixed));
        NDList gradients = Tensors.gradients(loss, List.of(unlabeled, labeled));

        assertAgrees(
                norm(gradients.get(0)),
                golden.getAsJsonObject("distill/paper").get("gradU_norm").getAsDouble(),
                1e-3);
        org.assertj.core.api.Assertions.assertThat(norm(gradients.get(1))).isZero();
    }

    @Test
    void haar_bands_agree() {
        StateDict expected = Golden.arrays("haar.npz");
        Haar haar = Haar.of(tensor(expected, "input"));

        assertAgrees(haar.ll().toFloatArray(), values(expected, "LL"), 1e-5);
        assertAgrees(haar.hl().concat(haar.lh(), 1).toFloatArray(), values(expected, "HL_LH"), 1e-5);
        assertAgrees(haar.hh().toFloatArray(), values(expected, "HH"), 1e-5);
    }

    @Test
    void wavelet_loss_agrees_with_both_published_weight_sets() {
        Predictions p = supervised();
        NDArray loss = Tensors.scaled(AUTHORS_CODE.of(p), 0.5);
        JsonObject expected = golden.getAsJsonObject("wavelet/1_.1_.01_x0.5");

        assertAgrees(loss.getFloat(), expected.get("value").getAsDouble(), 1e-4);
        assertAgrees(
                norm(Tensors.gradients(loss, List.of(unlabeled)).get(0)),
                expected.get("grad_norm").getAsDouble(),
                1e-3);
        assertAgrees(
                0.5 * Wavelet.PAPER.of(p).getFloat(),
                golden.getAsJsonObject("wavelet/1_.1_.001_x0.5").get("value").getAsDouble(),
                1e-4);
    }

    @Test
    void perceptual_loss_agrees() {
        NDArray loss = Perceptual.PAPER.of(supervised());
        JsonObject expected = golden.getAsJsonObject("perceptual/l1");

        assertAgrees(loss.getFloat(), expected.get("value").getAsDouble(), 1e-4);
        assertAgrees(
                norm(Tensors.gradients(loss, List.of(unlabeled)).get(0)),
                expected.get("grad_norm").getAsDouble(),
                1e-3);
    }

    /** Section D.d of the supplement: ‖Gram(F(Y_S^U)) − Gram(F(Y_S^L))‖_F, F the body of an SRResNet. */
    @Test
    void the_collapse_of_low_level_features_is_an_ordinary_term() {
        Predictions p = distilled("msrresnet_x4_nf16_nb4.pth");
        Loss collapse = all -> {
            PerDomain features = all.features("block3").specialist();
            return Gram.of(features.unlabeled())
                    .sub(Gram.of(features.labeled()))
                    .norm();
        };
        PerDomain features = p.features("block3").specialist();
        double squares = 0;
        for (int i = 0; i < features.labeled().getShape().get(0); i++) {
            double[][] ofU = gram(features.unlabeled().get(i));
            double[][] ofL = gram(features.labeled().get(i));
            for (int a = 0; a < ofU.length; a++) {
                for (int b = 0; b < ofU.length; b++) {
                    squares += Math.pow(ofU[a][b] - ofL[a][b], 2);
                }
            }
        }
        NDList gradients = Tensors.gradients(collapse.of(p), List.of(unlabeled, labeled));
        double length = Math.hypot(norm(gradients.get(0)), norm(gradients.get(1)));
        double ahead = moved(collapse, gradients, 0.01 / length);
        double behind = moved(collapse, gradients, -0.01 / length);

        assertAgrees(collapse.of(p).getFloat(), Math.sqrt(squares), 1e-4);
        assertAgrees((ahead - behind) / 0.02, length, 1e-2);
    }

    private double moved(Loss loss, NDList direction, double step) {
        PerDomain there = new PerDomain(
                labeled.add(Tensors.scaled(direction.get(1), step)),
                unlabeled.add(Tensors.scaled(direction.get(0), step)));
        return loss.of(of(there, generalist, generalist.labeled(), "msrresnet_x4_nf16_nb4.pth"))
                .getFloat();
    }

    /** F·Fᵀ / (C·H·W) in double precision. */
    private static double[][] gram(NDArray image) {
        int channels = (int) image.getShape().get(0);
        float[] values = image.toFloatArray();
        int positions = values.length / channels;
        double[][] gram = new double[channels][channels];
        for (int a = 0; a < channels; a++) {
            for (int b = 0; b < channels; b++) {
                for (int i = 0; i < positions; i++) {
                    gram[a][b] += (double) values[a * positions + i] * values[b * positions + i] / values.length;
                }
            }
        }
        return gram;
    }

    private Predictions distilled(String features) {
        return of(new PerDomain(labeled, unlabeled), generalist, generalist.labeled(), features);
    }

    /** The golden supervised losses are of uS against uG. */
    private Predictions supervised() {
        NDArray truth = generalist.unlabeled();
        return of(new PerDomain(unlabeled, unlabeled), new PerDomain(truth, truth), truth, VGG19);
    }

    private Predictions of(PerDomain specialist, PerDomain fixed, NDArray truth, String features) {
        FeatureExtractor extractor = FeatureExtractor.load(Golden.file(features));
        return new SharedPredictions(
                new SharedPredictions.ImageTensors(specialist, specialist, fixed, truth),
                extractor.in(Precision.FLOAT32, scope),
                new TreeSet<>());
    }

    private static double norm(NDArray gradient) {
        return gradient.norm().getFloat();
    }

    private NDArray tensor(StateDict arrays, String name) {
        StoredTensor array = arrays.tensor(name);
        return scope.tensor(array.floats(), array.shape());
    }

    private static float[] values(StateDict arrays, String name) {
        return arrays.tensor(name).floats();
    }
}
