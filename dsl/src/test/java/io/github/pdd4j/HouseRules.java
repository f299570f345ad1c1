package io.github.pdd4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.DecimalFormat;
import java.util.Formatter;
import java.util.List;
import java.util.Scanner;

/** The rules that hold in every module. */
public final class HouseRules {
    /** Digits, signs and capitals of the user's language belong into no file, no name and no sentence of ours. */
    public static final ArchRule LOCALE = noClasses()
            .should()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .orShould()
            .callMethod(PrintStream.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
            .orShould()
            .callConstructor(Formatter.class)
            .orShould()
            .callConstructor(DecimalFormat.class, String.class)
            .orShould()
            .callConstructor(Scanner.class, InputStream.class)
            .because("String.format(Locale.ROOT, ...) gives the same text everywhere");

    private HouseRules() {}

    /**
     * A package imports only packages on lower rows.
     *
     * @param base the package that holds the rows
     * @param rows names of the packages from the top row to the bottom one; empty for {@code base} itself
     * @param row one of them
     */
    public static ArchRule importsOnlyLowerRows(String base, List<String> rows, String row) {
        String[] above = rows.subList(0, rows.indexOf(row)).stream()
                .map(name -> pattern(base, name))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(pattern(base, row))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above);
    }

    private static String pattern(String base, String row) {
        return row.isEmpty() ? base : base + "." + row + "..";
    }
}
