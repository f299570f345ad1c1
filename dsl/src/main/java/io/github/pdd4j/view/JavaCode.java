package io.github.pdd4j.view;

import io.github.pdd4j.api.Internal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws Java code in colors, on a background of its own: no color is readable on white and on black pages alike.
 *
 * <pre>{@code
 * System.out.println(JavaCode.html("distill().rInter(0.5) // half"));
 * }</pre>
 */
@Internal
public final class JavaCode {
    private static final Pattern TOKEN = Pattern.compile("(?s)(?<comment>//[^\\n]*|/\\*.*?\\*/)"
            + "|(?<text>\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*')"
            + "|(?<number>(?<![\\w$])\\d(?:[eE][+-]\\d|[\\w.])*)"
            + "|(?<word>[A-Za-z_$][\\w$]*)(?<call>(?=\\s*\\())?");

    private static final Set<String> KEYWORDS = Set.of(
            "abstract",
            "boolean",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "new",
            "null",
            "package",
            "permits",
            "private",
            "protected",
            "public",
            "record",
            "return",
            "sealed",
            "short",
            "static",
            "super",
            "switch",
            "this",
            "throw",
            "throws",
            "true",
            "try",
            "var",
            "void",
            "while",
            "yield");

    private static final String BLOCK = "background:#f6f8fa;color:#1f2328;padding:6px 10px;border-radius:4px;margin:0;"
            + "font-family:monospace;font-size:13px;line-height:1.45;white-space:pre-wrap;word-break:normal;"
            + "overflow-wrap:anywhere";

    private JavaCode() {}

    /**
     * Draws a block of code. A long line breaks before a call.
     *
     * @param code the code, of one or more lines
     * @return a fragment of HTML
     */
    public static String html(String code) {
        return "<pre style=\"" + BLOCK + "\">" + colored(code).replace(").", ")<wbr>.") + "</pre>";
    }

    private static String colored(String code) {
        StringBuilder html = new StringBuilder();
        Matcher token = TOKEN.matcher(code);
        int from = 0;
        while (token.find()) {
            html.append(Html.escape(code.substring(from, token.start())));
            String color = color(token);
            String text = Html.escape(token.group());
            html.append(color.isEmpty() ? text : "<span style=\"color:" + color + "\">" + text + "</span>");
            from = token.end();
        }
        return html.append(Html.escape(code.substring(from))).toString();
    }

    private static String color(Matcher token) {
        if (token.group("comment") != null) {
            return "#57606a";
        }
        if (token.group("text") != null) {
            return "#0a3069";
        }
        if (token.group("number") != null) {
            return "#0550ae";
        }
        if (KEYWORDS.contains(token.group("word"))) {
            return "#a40e26";
        }
        return token.group("call") == null ? "" : "#6639ba";
    }
}
