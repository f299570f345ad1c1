package io.github.pdd4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class GoldenTest {
    @Test
    void what_is_missing_skips_a_test_or_fails_it_where_tests_are_strict() {
        assertThatThrownBy(() -> Golden.require(false, false, "there is no a.npz"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("skipped: there is no a.npz");
        assertThatThrownBy(() -> Golden.require(true, false, "there is no a.npz"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("PDD4J_STRICT=1 lets no test be skipped: there is no a.npz");
        assertThatCode(() -> Golden.require(true, true, "")).doesNotThrowAnyException();
    }

    /** Otherwise PDD4J_STRICT would not reach it. */
    @Test
    void every_assumption_of_a_test_is_made_here() {
        var tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages("io.github.pdd4j");

        noClasses()
                .that()
                .doNotBelongToAnyOf(Golden.class)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.jupiter.api.Assumptions")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.assertj.core.api.Assumptions")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.junit.jupiter.api.condition..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.jupiter.api.Disabled")
                .check(tests);
    }
}
