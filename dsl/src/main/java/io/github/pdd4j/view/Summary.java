package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sequence of views with headings.
 *
 * <pre>{@code
 * Summary summary = Summary.of("Run 7")
 *     .add("Loss", Charts.lines("Total loss", "iteration", "loss", Map.of("total", new double[] {3, 2, 1})))
 *     .add("Note", Html.paragraph("three iterations"));
 * System.out.println(summary.text());
 * }</pre>
 *
 * @param title the main heading; empty for none
 * @param sections the sections in order
 */
@Internal
public record Summary(String title, List<Section> sections) implements View {
    /**
     * Makes an immutable copy of the sections.
     *
     * @param title main heading; empty for none
     * @param sections headings and contents from top to bottom
     */
    public Summary {
        sections = List.copyOf(sections);
    }

    /**
     * A section of a summary.
     *
     * @param heading the heading of the section; empty for none
     * @param view the content
     */
    public record Section(String heading, View view) {}

    /**
     * Creates an empty summary.
     *
     * @param title the main heading; empty for none
     * @return the summary
     */
    public static Summary of(String title) {
        return new Summary(title, List.of());
    }

    /**
     * Returns this summary with another section at the end.
     *
     * @param heading the heading of the section; empty for none
     * @param part the content
     * @return the new summary
     */
    public Summary add(String heading, Viewable part) {
        return new Summary(
                title,
                Stream.concat(sections.stream(), Stream.of(new Section(heading, part.view())))
                        .toList());
    }

    @Override
    public String text() {
        return Stream.concat(Stream.of(title), sections.stream().map(Summary::text))
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String html() {
        String parts = sections.stream().map(Summary::html).collect(Collectors.joining());
        return "<div style=\"font-family:sans-serif;font-size:14px;line-height:1.45\">" + heading("h3", title) + parts
                + "</div>";
    }

    private static String text(Section section) {
        return section.heading().isEmpty()
                ? section.view().text()
                : section.heading() + ": " + section.view().text();
    }

    private static String html(Section section) {
        return heading("h4", section.heading()) + "<div>" + section.view().html() + "</div>";
    }

    private static String heading(String tag, String heading) {
        return heading.isEmpty()
                ? ""
                : "<" + tag + " style=\"margin:0.8em 0 0.3em\">" + Html.escape(heading) + "</" + tag + ">";
    }

    @Override
    public String toString() {
        return text();
    }
}
