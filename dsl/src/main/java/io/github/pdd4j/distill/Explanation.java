package io.github.pdd4j.distill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A sentence as formulas, the numbers that apply in them, and where each comes from. */
record Explanation(List<Line> lines) {
    private static final Entry ABSENT = new Entry("", "–", "");

    /** A part of the method. */
    record Line(String part, String formula, List<Entry> numbers) {}

    /** A number, or another choice, and its origin. */
    record Entry(String name, String value, String from) {}

    static Explanation of(Distillation sentence) {
        List<Line> lines = new ArrayList<>(Formulas.of(sentence));
        lines.addAll(Course.of(sentence));
        return new Explanation(List.copyOf(lines));
    }

    /** One row a number; a part's formula stands in its first. */
    Table table(String name) {
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            String part = line.part;
            String formula = line.formula;
            for (Entry number : line.numbers) {
                rows.add(List.of(part, formula, number.name, number.value, number.from));
                part = "";
                formula = "";
            }
        }
        return table(name, List.of("part", "formula", "number", "value", "from"), rows);
    }

    /** The rows in which two explanations differ. */
    Table difference(String name, Explanation other, String otherName) {
        Map<List<String>, Entry> ours = numbers();
        Map<List<String>, Entry> theirs = other.numbers();
        Map<List<String>, Entry> all = new LinkedHashMap<>(ours);
        all.putAll(theirs);
        List<List<String>> rows = new ArrayList<>();
        for (List<String> key : all.keySet()) {
            Entry a = ours.getOrDefault(key, ABSENT);
            Entry b = theirs.getOrDefault(key, ABSENT);
            if (!a.value.equals(b.value)) {
                rows.add(List.of(key.get(0), key.get(1), a.value, b.value, a.from, b.from));
            }
        }
        List<String> columns =
                List.of("part", "number", name, otherName, "from (" + name + ")", "from (" + otherName + ")");
        return table(
                name + " and " + otherName,
                name.equals(otherName) ? List.of("part", "number", "a", "b", "from (a)", "from (b)") : columns,
                rows);
    }

    private Map<List<String>, Entry> numbers() {
        Map<List<String>, Entry> numbers = new LinkedHashMap<>();
        for (Line line : lines) {
            numbers.put(List.of(line.part, "formula"), new Entry("formula", line.formula, ""));
            line.numbers.forEach(number -> numbers.put(List.of(line.part, number.name), number));
        }
        return numbers;
    }

    private static Table table(String name, List<String> columns, List<List<String>> rows) {
        Table table = Table.create(name);
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            table.addColumns(StringColumn.create(
                    columns.get(i), rows.stream().map(row -> row.get(column)).toList()));
        }
        return table;
    }
}
