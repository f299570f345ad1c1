package io.github.pdd4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.pdd4j.api.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What cells and extensions may rely on: every public type that is not marked as internal. */
class ApiTest {
    private static final String BASE = "io.github.pdd4j.";
    private static final Path CONTRIBUTING = Path.of(System.getProperty("pdd4j.root"), "CONTRIBUTING.md");
    private static final Pattern LIST = Pattern.compile("(?s)## API\\R.*?```\\R(.*?)```");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.pdd4j");

    @Test
    void the_public_types_that_are_not_internal_are_those_that_contributors_are_told() throws IOException {
        Set<String> api = CLASSES.stream()
                .filter(type -> isApi(type) && type.getEnclosingClass().isEmpty())
                .map(type -> type.getName().substring(BASE.length()))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(api).containsExactlyInAnyOrderElementsOf(listed());
    }

    /** One who uses a type needs those in its signatures. */
    @Test
    void no_signature_of_the_api_mentions_an_internal_type() {
        Set<String> leaks = CLASSES.stream()
                .filter(ApiTest::isApi)
                .flatMap(type -> type.getMembers().stream()
                        .filter(ApiTest::isAccessible)
                        .flatMap(member -> types(member)
                                .filter(ApiTest::isInternal)
                                .map(used -> type.getSimpleName() + "." + member.getName() + " mentions "
                                        + used.getSimpleName())))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(leaks).isEmpty();
    }

    /** Lines of "package: Type, Type"; the package of the library itself has none. */
    static Set<String> listed() throws IOException {
        String text = LIST.matcher(Files.readString(CONTRIBUTING))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        return text.lines()
                .flatMap(line -> {
                    int colon = line.indexOf(": ");
                    String prefix = colon < 0 ? "" : line.substring(0, colon) + ".";
                    return Stream.of(line.substring(colon < 0 ? 0 : colon + 2).split(", ", -1))
                            .map(type -> prefix + type);
                })
                .collect(Collectors.toSet());
    }

    private static boolean isApi(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !isInternal(type)
                && type.getEnclosingClass().map(ApiTest::isApi).orElse(true)
                && !type.getSimpleName().equals("package-info");
    }

    private static boolean isInternal(JavaClass type) {
        if (!(type.getPackageName() + ".").startsWith(BASE)) {
            return false;
        }
        Optional<JavaClass> outer = type.getEnclosingClass();
        return type.isAnnotatedWith(Internal.class)
                || type.getPackage().isAnnotatedWith(Internal.class)
                || outer.map(ApiTest::isInternal).orElse(false);
    }

    private static boolean isAccessible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaClass> types(JavaMember member) {
        if (member instanceof JavaField field) {
            return field.getType().getAllInvolvedRawTypes().stream();
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        return Stream.concat(
                unit.getReturnType().getAllInvolvedRawTypes().stream(),
                unit.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()));
    }
}
