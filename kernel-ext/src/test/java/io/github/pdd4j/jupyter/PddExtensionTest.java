package io.github.pdd4j.jupyter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.dflib.jjava.jupyter.Extension;
import org.junit.jupiter.api.Test;

class PddExtensionTest {
    @Test
    void the_kernel_finds_the_extension() {
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(PddExtension.class);
    }

    @Test
    void what_messages_advise_can_be_typed_without_an_import() {
        try (JShell cell = JShell.builder()
                .executionEngine(new LocalExecutionControlProvider(), Map.of())
                .build()) {
            cell.addToClasspath(System.getProperty("java.class.path"));
            NotebookExtension.IMPORTS.forEach(cell::eval);

            assertThat(Stream.of(
                            "Loss half = p -> Tensors.scaled(Tensors.atLeast(p.truth(), 1e-6).mean(), 0.5);",
                            "Loss narrow = p -> p.truth().toType(DataType.FLOAT32, false).mean();",
                            "NDArray mean(PerDomain s) { return s.labeled().mean(); }",
                            "Table means(Table scores) { return scores.summarize(\"PSNR\", mean).by(\"network\"); }",
                            "Table all(Table t) { return t.summarize(\"a\", max, min, median, stdDev, sum, count).apply(); }",
                            "NDArray conv(NDArray x, NDArray w) { return Conv2d.conv2d(x, w).get(0); }",
                            "NDArray pool(NDArray x) { return Pool.globalAvgPool2d(x); }",
                            "var rates = study(\"rates\", distill()).over(\"rate\", List.of(1e-4, 3e-4), (s, v) -> s.learningRate(v));",
                            "var starts = rates.over(\"start\", Map.of(\"compact\", compactSpecialist()), (s, v) -> s.specialist(v));",
                            "var steady = starts.variant(\"one\", s -> s.rInter(0)).network(MeasuredNetwork.SPECIALIST).seeds(3);",
                            "var blur = blur(2).then(noise(6)).then(jpeg(60)); var unknown = unknown(4);",
                            "Metric metric = metric(\"error\", (p, t) -> 1).lowerIsBetter();"))
                    .allSatisfy(line ->
                            assertThat(cell.eval(line).get(0).status()).as(line).isEqualTo(Snippet.Status.VALID));
        }
    }

    @Test
    void only_the_extension_knows_the_kernel() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PddExtension.class.getPackageName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dflib.jjava..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.github.pdd4j"));
    }
}
