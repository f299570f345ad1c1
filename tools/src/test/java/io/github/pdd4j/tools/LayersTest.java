package io.github.pdd4j.tools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.pdd4j.CallSharpMethods;
import io.github.pdd4j.HouseRules;
import io.github.pdd4j.Pdd;
import io.github.pdd4j.tools.command.Main;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
    private static final String BASE = "io.github.pdd4j.tools";

    /** From the top row to the bottom one. */
    private static final List<String> ROWS = List.of("command", "study", "adapt", "bench", "make", "paint");

    private static final Path ROOT = Path.of(System.getProperty("pdd4j.root"));
    private static final JavaClasses TOOLS = classes("tools");

    private static JavaClasses classes(String... modules) {
        return new ClassFileImporter()
                .importPaths(Stream.of(modules)
                        .map(module -> ROOT.resolve(module).resolve("target/classes"))
                        .toArray(Path[]::new));
    }

    static Stream<String> rows() {
        return ROWS.stream().skip(1);
    }

    @ParameterizedTest(name = "package ''{0}''")
    @MethodSource("rows")
    void a_package_imports_only_packages_on_lower_rows(String row) {
        HouseRules.importsOnlyLowerRows(BASE, ROWS, row).check(TOOLS);
    }

    /** A package without a row would be held to nothing, and a row without a package would hold nothing. */
    @Test
    void every_package_has_a_row() {
        Set<String> packages = TOOLS.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages)
                .containsExactlyInAnyOrderElementsOf(
                        ROWS.stream().map(row -> BASE + "." + row).toList());
    }

    @Test
    void nothing_uses_the_tools() {
        JavaClasses others = classes("dsl", "kernel-ext");

        assertThat(TOOLS.contain(Main.class)).isTrue();
        assertThat(others.contain(Pdd.class)).isTrue();
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BASE + "..")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..")
                .check(others);
    }

    @Test
    void calls_that_cut_gradients_or_alias_storage_stay_in_the_tensor_layer() {
        noClasses().should(CallSharpMethods.INSTANCE).check(TOOLS);
    }

    @Test
    void text_is_made_with_a_locale_that_is_said() {
        HouseRules.LOCALE.check(classes("tools", "kernel-ext"));
    }
}
