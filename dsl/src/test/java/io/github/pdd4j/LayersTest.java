package io.github.pdd4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
    private static final String BASE = "io.github.pdd4j";

    /** From the top row of the house to the bottom one. */
    private static final List<String> ROWS = List.of(
            "",
            "help",
            "experiment",
            "distill",
            "runs",
            "train",
            "explain",
            "log",
            "sentence",
            "balance",
            "loss",
            "analysis",
            "metric",
            "network",
            "data",
            "view",
            "archive",
            "image",
            "weights",
            "tensor",
            "setting",
            "io",
            "api");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    static Stream<String> rows() {
        return ROWS.stream().skip(1);
    }

    @ParameterizedTest(name = "package ''{0}''")
    @MethodSource("rows")
    void a_package_imports_only_packages_on_lower_rows(String row) {
        HouseRules.importsOnlyLowerRows(BASE, ROWS, row).check(CLASSES);
    }

    /** A package without a row would be held to nothing, and a row without a package would hold nothing. */
    @Test
    void every_package_has_a_row() {
        Set<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> (name + ".").startsWith(BASE + "."))
                .map(name -> name.equals(BASE)
                        ? ""
                        : name.substring(BASE.length() + 1).split("\\.", 2)[0])
                .collect(Collectors.toSet());

        assertThat(packages).containsExactlyInAnyOrderElementsOf(ROWS);
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void families_of_networks_do_not_know_each_other() {
        slices().matching(BASE + ".network.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void calls_that_cut_gradients_or_alias_storage_stay_in_the_tensor_layer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".tensor..")
                .should(CallSharpMethods.INSTANCE)
                .check(CLASSES);
    }

    @Test
    void text_is_made_with_a_locale_that_is_said() {
        HouseRules.LOCALE.check(CLASSES);
    }
}
