package io.github.pdd4j.jupyter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.junit.jupiter.api.Test;

class PddExtensionTest {
    @Test
    void the_kernel_finds_the_extension() {
        assertThat(ServiceLoader.load(Extension.class)).hasAtLeastOneElementOfType(PddExtension.class);
    }

    @Test
    void only_the_extension_knows_the_kernel() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(PddExtension.class.getName())
                .and()
                .haveNameNotMatching(PddExtension.class.getName() + "\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dflib.jjava..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("io.github.pdd4j"));
    }
}
