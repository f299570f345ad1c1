package io.github.pdd4j.help;

import io.github.pdd4j.help.Entry.Kind;
import io.github.pdd4j.help.Entry.Part;
import io.github.pdd4j.help.Entry.Tag;
import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.view.Html;
import io.github.pdd4j.view.JavaCode;
import io.github.pdd4j.view.View;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows the Javadoc of the language's words, which kernels cannot: all words by topic, or one word with its signatures,
 * parameters and examples.
 */
public final class Help {
    /** Types beyond these are named only: a word such as {@code name} is declared by many. */
    private static final int MAX_TYPES = 6;

    private static final Pattern ADJUSTED = Pattern.compile("UnaryOperator<([\\w.]+)>");

    private static final String DIV =
            "<div style=\"font-family:sans-serif;font-size:14px;line-height:1.45;max-width:62em\">";

    private final Class<?> door;
    private final Class<?> sentence;
    private final List<Class<?>> types;

    private Help(Class<?> door, Class<?> sentence, List<Class<?>> types) {
        this.door = door;
        this.sentence = sentence;
        this.types = types;
    }

    /**
     * Makes the help of a front door.
     *
     * @param door the class whose static methods are the words
     * @param sentence the type whose methods continue the first word
     * @param beside types that no signature reaches from the door
     * @return the help
     */
    public static Help of(Class<?> door, Class<?> sentence, Collection<Class<?>> beside) {
        Set<Class<?>> first = Set.of(door, sentence);
        List<Class<?>> others = Words.reached(Stream.concat(Stream.of(door), beside.stream())).stream()
                .filter(type -> !first.contains(type))
                .toList();
        return new Help(
                door,
                sentence,
                Stream.concat(Stream.of(door, sentence), others.stream()).toList());
    }

    /**
     * The documented methods of a type in the order of its source, which is a sensible one.
     *
     * @param type a public type of the library
     * @return names without parentheses, each once
     * @throws IllegalStateException if there is no compiler or no source
     */
    public static List<String> words(Class<?> type) {
        return Words.entries(type).stream()
                .filter(entry -> entry.kind() == Kind.METHOD || entry.kind() == Kind.COMPONENT)
                .map(Entry::name)
                .distinct()
                .toList();
    }

    /**
     * Sorts names of methods as the source of their type has them: the smallest type that has all of them. Names that it
     * inherits follow.
     *
     * @param names names of methods of one type
     * @return the same names in another order; in the given order where no type has all of them
     */
    public List<String> inOrder(Collection<String> names) {
        return types.stream()
                .filter(type -> methods(type).containsAll(names))
                .min(Comparator.comparingInt(type -> methods(type).size()))
                .map(type -> {
                    List<String> order = words(type);
                    return names.stream()
                            .sorted(Comparator.comparingInt(
                                    name -> order.contains(name) ? order.indexOf(name) : order.size()))
                            .toList();
                })
                .orElse(List.copyOf(names));
    }

    private static Set<String> methods(Class<?> type) {
        return Arrays.stream(type.getMethods()).map(Method::getName).collect(Collectors.toSet());
    }

    /** The words of a type that a value of it has. */
    private static List<String> continuing(Class<?> type) {
        Set<String> ofValues = Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !name.equals("toString"))
                .collect(Collectors.toSet());
        return words(type).stream().filter(ofValues::contains).toList();
    }

    /**
     * The names of the types that help knows.
     *
     * @return the names, as in a cell
     */
    public List<String> types() {
        return types.stream().map(Words::name).toList();
    }

    /**
     * Lists all words of the front door by topic, and those that continue a sentence.
     *
     * @return the words
     * @throws IllegalStateException if there is no compiler or no source
     */
    public View topics() {
        Map<String, Set<String>> topics = new LinkedHashMap<>();
        for (Entry entry : Words.entries(door)) {
            if (entry.kind() == Kind.METHOD) {
                topics.computeIfAbsent(entry.topic(), topic -> new LinkedHashSet<>())
                        .add(entry.name());
            }
        }
        topics.put("After distill()", new LinkedHashSet<>(continuing(sentence)));
        topics.put(
                "Types",
                new TreeSet<>(
                        types().stream().filter(name -> !name.contains(".")).toList()));
        String end = "help(\"rInter\") shows a word, help(\"Run\") the words of a type.";
        String text = topics.entrySet().stream()
                .map(topic -> topic.getKey() + ": " + String.join(", ", topic.getValue()))
                .collect(Collectors.joining("\n", "", "\n" + end));
        String rows = topics.entrySet().stream()
                .map(topic ->
                        "<tr><th style=\"text-align:left;vertical-align:top;padding:3px 12px 3px 0;white-space:nowrap\">"
                                + Html.escape(topic.getKey()) + "</th><td style=\"text-align:left;padding:3px 0\">"
                                + topic.getValue().stream().map(Help::code).collect(Collectors.joining(", "))
                                + "</td></tr>")
                .collect(Collectors.joining());
        return new Html(
                text,
                DIV + "<table style=\"border-collapse:collapse;font-size:14px\">" + rows + "</table><p>"
                        + Html.escape(end) + "</p></div>");
    }

    /**
     * Shows a word: a method, a type, a component of a record, or a constant.
     *
     * @param word its name, such as {@code rInter}, {@code Run} or {@code Inter.distance}
     * @return signatures, descriptions and examples
     * @throws IllegalArgumentException if there is no such word; the message has the most similar ones
     * @throws IllegalStateException if there is no compiler or no source
     */
    public View about(String word) {
        String wanted = word.strip().replaceFirst("\\(\\s*\\)?$", "");
        List<Entry> found = named(wanted);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("help must be asked about a word of the language, got \"" + word
                    + "\": the most similar are " + NearestNames.of(wanted, known()) + "; help() lists all");
        }
        return found.get(0).kind() == Kind.TYPE ? type(found.get(0)) : members(wanted, found);
    }

    private List<Entry> named(String wanted) {
        List<Class<?>> ofName =
                types.stream().filter(type -> Words.name(type).equals(wanted)).toList();
        if (!ofName.isEmpty()) {
            return entries(ofName, entry -> entry.kind() == Kind.TYPE);
        }
        int dot = wanted.lastIndexOf('.');
        String name = wanted.substring(dot + 1);
        List<Class<?>> owners = types.stream()
                .filter(type -> dot < 0 || Words.name(type).equals(wanted.substring(0, dot)))
                .filter(type -> Words.declares(type, name))
                .toList();
        return entries(
                owners, entry -> entry.kind() != Kind.TYPE && entry.name().equals(name));
    }

    private static List<Entry> entries(List<Class<?>> types, Predicate<Entry> kept) {
        return types.stream()
                .flatMap(type -> Words.entries(type).stream())
                .filter(kept)
                .toList();
    }

    private Set<String> known() {
        Set<String> known = new TreeSet<>(types());
        Stream.of(door, sentence).flatMap(type -> words(type).stream()).forEach(known::add);
        types.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getDeclaringClass() != Object.class)
                .forEach(method -> known.add(method.getName()));
        return known;
    }

    private View members(String wanted, List<Entry> found) {
        Map<String, List<Entry>> byOwner =
                found.stream().collect(Collectors.groupingBy(Entry::owner, LinkedHashMap::new, Collectors.toList()));
        StringBuilder html = new StringBuilder(DIV);
        List<String> text = new ArrayList<>();
        byOwner.entrySet().stream().limit(MAX_TYPES).forEach(owner -> {
            html.append(heading(owner.getKey()));
            text.add(owner.getKey());
            owner.getValue().forEach(entry -> add(entry, html, text));
            adjusted(owner.getValue()).forEach(entry -> add(entry, html, text));
        });
        if (byOwner.size() > MAX_TYPES) {
            String name = wanted.substring(wanted.lastIndexOf('.') + 1);
            String more = byOwner.keySet().stream()
                    .skip(MAX_TYPES)
                    .map(owner -> owner + "." + name)
                    .collect(Collectors.joining(", ", "Also ", ""));
            html.append("<p>").append(Html.escape(more)).append("</p>");
            text.add(more);
        }
        return new Html(String.join("\n", text), html.append("</div>").toString());
    }

    /** What a lambda such as {@code rInter(r -> ...)} adjusts: its type states the formula and its source. */
    private List<Entry> adjusted(List<Entry> entries) {
        Set<String> names = entries.stream()
                .flatMap(entry -> ADJUSTED.matcher(entry.signature()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return entries(
                types.stream().filter(type -> names.contains(Words.name(type))).toList(),
                entry -> entry.kind() == Kind.TYPE);
    }

    private View type(Entry type) {
        StringBuilder html = new StringBuilder(DIV);
        List<String> text = new ArrayList<>();
        add(type, html, text);
        List<Entry> words = entries(
                types.stream()
                        .filter(each -> Words.name(each).equals(type.owner()))
                        .toList(),
                entry -> entry.kind() == Kind.METHOD || entry.kind() == Kind.VALUE);
        if (!words.isEmpty()) {
            html.append("<table style=\"border-collapse:collapse;font-size:14px;margin-top:8px\">");
            words.forEach(word -> {
                html.append("<tr><td style=\"text-align:left;vertical-align:top;padding:3px 12px 3px 0\">")
                        .append(JavaCode.html(word.signature()))
                        .append("</td><td style=\"text-align:left;vertical-align:top;padding:3px 0\">")
                        .append(Html.escape(word.sentence()))
                        .append("</td></tr>");
                text.add("  " + word.signature());
                text.add("      " + word.sentence());
            });
            html.append("</table>");
        }
        return new Html(String.join("\n", text), html.append("</div>").toString());
    }

    private static void add(Entry entry, StringBuilder html, List<String> text) {
        html.append("<div style=\"margin:6px 0 14px\">").append(JavaCode.html(entry.signature()));
        text.add("  " + entry.signature());
        for (Part part : entry.body()) {
            html.append(
                    part.isExample()
                            ? "<div style=\"margin:6px 0\">" + JavaCode.html(part.text()) + "</div>"
                            : "<p style=\"margin:6px 0\">" + part.html() + "</p>");
            text.add("      " + part.text().replace("\n", "\n      "));
        }
        if (!entry.tags().isEmpty()) {
            html.append("<table style=\"border-collapse:collapse;font-size:14px\">");
            for (Tag tag : entry.tags()) {
                html.append(
                                "<tr><td style=\"text-align:left;vertical-align:top;padding:2px 12px 2px 0;white-space:nowrap\">")
                        .append(code(tag.label()))
                        .append("</td><td style=\"text-align:left;padding:2px 0\">")
                        .append(tag.what().html())
                        .append("</td></tr>");
                text.add("      " + tag.label() + ": " + tag.what().text());
            }
            html.append("</table>");
        }
        html.append("</div>");
    }

    private static String heading(String text) {
        return "<h4 style=\"margin:0.8em 0 0.3em\">" + Html.escape(text) + "</h4>";
    }

    private static String code(String text) {
        return "<code>" + Html.escape(text) + "</code>";
    }
}
