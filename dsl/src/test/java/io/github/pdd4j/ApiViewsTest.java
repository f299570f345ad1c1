package io.github.pdd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pdd4j.view.Viewable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A cell can end on a value of any type of the API: each has a view, or a reason why its text is enough. */
class ApiViewsTest {
    private static final Map<String, Set<String>> WITHOUT_VIEW = new TreeMap<>(Map.of(
            "prints the Java code that makes it, which a sentence shows in colors",
                    Set.of(
                            "analysis.LowLevel",
                            "analysis.TSne",
                            "balance.Aim",
                            "balance.ConflictAverse",
                            "balance.ConflictFree",
                            "balance.Invariant",
                            "balance.Keep",
                            "balance.RandomWeights",
                            "balance.Shares",
                            "data.NamedSeeds",
                            "image.Resampling",
                            "loss.Consistency",
                            "loss.DiscriminatorStart",
                            "loss.Distance",
                            "loss.Layers",
                            "loss.LpipsLoss",
                            "network.LowRank",
                            "sentence.Frozen",
                            "sentence.GivenPredictions",
                            "sentence.MovingAverage",
                            "sentence.Validation",
                            "tensor.Precision"),
            "prints its conventions, or what it holds and where from, in one line",
                    Set.of(
                            "analysis.Features",
                            "analysis.Pca",
                            "data.ImageDigest",
                            "image.ImageHeader",
                            "image.ImageSize",
                            "metric.FeatureDistance",
                            "metric.FunctionMetric",
                            "metric.Lpips",
                            "metric.Niqe",
                            "metric.Psnr",
                            "metric.Ssim",
                            "metric.TorchScriptMetric",
                            "network.Identity",
                            "network.Upscaling",
                            "weights.StateDict",
                            "weights.StoredTensor"),
            "a constant, which prints its name",
                    Set.of(
                            "experiment.MeasuredNetwork",
                            "image.ColorProfile",
                            "image.ImageFileFormat",
                            "loss.AdversarialKind",
                            "weights.StoredType"),
            "an interface of lambdas and of values listed here",
                    Set.of(
                            "balance.Balance",
                            "data.CropRule",
                            "data.Degradation",
                            "data.Downscaling",
                            "loss.InterDistance",
                            "loss.IntraDistance",
                            "loss.Loss",
                            "loss.Views",
                            "metric.Metric",
                            "metric.NoReference",
                            "network.Architecture",
                            "network.OutputSize",
                            "network.Upscaler",
                            "sentence.Generalist",
                            "sentence.Listener",
                            "tensor.ScriptFunction",
                            "distill.Configured"),
            "given to code within a computation, not made by a word",
                    Set.of(
                            "balance.BalancedTerms",
                            "balance.Constraint",
                            "data.Window",
                            "loss.PerDomain",
                            "loss.Predictions",
                            "network.Model",
                            "network.Shapes",
                            "sentence.Iteration",
                            "sentence.TrainingState",
                            "tensor.Scope",
                            "tensor.Script",
                            "tensor.TorchProgram",
                            "weights.LayerGraph",
                            "weights.NcnnGraph",
                            "weights.OnnxGraph",
                            "weights.TorchScript"),
            "shown by the extension itself", Set.of("image.Image")));

    @Test
    void every_type_has_a_view_or_a_reason() throws IOException {
        Set<String> without = ApiTest.listed().stream()
                .filter(name -> !Viewable.class.isAssignableFrom(type(name)) && hasValues(type(name)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(without)
                .containsExactlyInAnyOrderElementsOf(
                        WITHOUT_VIEW.values().stream().flatMap(Set::stream).toList());
    }

    /** The text that Java makes of a record has the names of its components, nested and without an order of interest. */
    @Test
    void what_prints_one_line_words_it_itself() throws IOException {
        for (Map.Entry<String, Set<String>> reason : WITHOUT_VIEW.entrySet()) {
            for (String name : reason.getKey().startsWith("prints") ? reason.getValue() : Set.<String>of()) {
                assertThat(source(name)).as(name).contains("public String toString()");
            }
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName("io.github.pdd4j." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Classes of static methods only are never the value of a cell. */
    private static boolean hasValues(Class<?> type) {
        return type.isInterface()
                || type.isEnum()
                || Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getDeclaringClass() != Object.class
                                && !Modifier.isStatic(method.getModifiers()));
    }

    private static String source(String name) throws IOException {
        try (InputStream in = Pdd.class.getResourceAsStream(
                "/META-INF/pdd4j/sources/io/github/pdd4j/" + name.replace('.', '/') + ".java")) {
            assertThat(in).as("source of " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
