package io.github.pdd4j.help;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.github.pdd4j.help.Entry.Part;
import io.github.pdd4j.help.Entry.Tag;
import io.github.pdd4j.view.Html;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import org.jspecify.annotations.Nullable;

/** Reads the documented public declarations of a source file with the compiler's own parser; nothing is compiled. */
final class SourceReader extends TreePathScanner<@Nullable Void, String> {
    /** A comment line of its own in a class heads the declarations after it. */
    private static final Pattern TOPIC = Pattern.compile("(?m)^ {4}// ([A-Z].*)$");

    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final List<MatchResult> topics;
    private final List<Entry> entries = new ArrayList<>();

    private SourceReader(String source, CompilationUnitTree unit, DocTrees trees) {
        this.unit = unit;
        this.trees = trees;
        this.topics = TOPIC.matcher(source).results().toList();
    }

    static List<Entry> read(JavaCompiler compiler, String name, String source) {
        JavacTask task = (JavacTask) compiler.getTask(
                null, null, problem -> {}, List.of("-proc:none"), null, List.of(new Text(name, source)));
        try {
            CompilationUnitTree unit = task.parse().iterator().next();
            SourceReader reader = new SourceReader(source, unit, DocTrees.instance(task));
            reader.scan(new TreePath(unit), "");
            return List.copyOf(reader.entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, String outer) {
        String owner = outer.isEmpty() ? type.getSimpleName().toString() : outer + "." + type.getSimpleName();
        DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
        if (comment != null) {
            entries.add(entry(owner, Entry.Kind.TYPE, owner, declaration(type, owner), comment, type));
            components(type, owner, comment);
        }
        return super.visitClass(type, owner);
    }

    /** Bodies of methods hold no declarations that a cell can use. */
    @Override
    public @Nullable Void visitMethod(MethodTree method, String owner) {
        DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
        if (comment != null && isPublic(method.getModifiers().getFlags()) && method.getReturnType() != null) {
            String name = method.getName().toString();
            String parameters =
                    method.getParameters().stream().map(SourceReader::parameter).collect(Collectors.joining(", "));
            String signature = generics(method) + method.getReturnType() + " " + name + "(" + parameters + ")";
            entries.add(entry(owner, Entry.Kind.METHOD, name, signature, comment, method));
        }
        return null;
    }

    /** The constants of enums and the public constants of other types. */
    @Override
    public @Nullable Void visitVariable(VariableTree variable, String owner) {
        DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
        if (comment != null
                && getCurrentPath().getParentPath().getLeaf() instanceof ClassTree
                && isPublic(variable.getModifiers().getFlags())) {
            String name = variable.getName().toString();
            entries.add(entry(
                    owner, Entry.Kind.VALUE, name, variable.getType() + " " + owner + "." + name, comment, variable));
        }
        return null;
    }

    private boolean isPublic(java.util.Set<Modifier> flags) {
        TreePath parent = getCurrentPath().getParentPath();
        boolean isInterface = parent.getLeaf().getKind() == Tree.Kind.INTERFACE;
        return flags.contains(Modifier.PUBLIC) || (isInterface && !flags.contains(Modifier.PRIVATE));
    }

    private void components(ClassTree type, String owner, DocCommentTree comment) {
        if (type.getKind() != Tree.Kind.RECORD) {
            return;
        }
        for (Tree member : type.getMembers()) {
            if (member instanceof VariableTree component
                    && !component.getModifiers().getFlags().contains(Modifier.STATIC)) {
                String name = component.getName().toString();
                comment.getBlockTags().stream()
                        .filter(tag -> tag instanceof ParamTree of
                                && of.getName().getName().contentEquals(name))
                        .map(tag -> paragraph(((ParamTree) tag).getDescription()))
                        .forEach(what -> entries.add(new Entry(
                                owner,
                                Entry.Kind.COMPONENT,
                                name,
                                component.getType() + " " + name + "()",
                                "",
                                List.of(what),
                                List.of())));
            }
        }
    }

    private Entry entry(
            String owner, Entry.Kind kind, String name, String signature, DocCommentTree comment, Tree tree) {
        long at = trees.getSourcePositions().getStartPosition(unit, tree);
        String topic = topics.stream()
                .filter(each -> each.start() < at)
                .reduce((before, after) -> after)
                .map(each -> each.group(1))
                .orElse("");
        return new Entry(owner, kind, name, signature, topic, parts(comment.getFullBody()), tags(comment));
    }

    private static String generics(MethodTree method) {
        return method.getTypeParameters().isEmpty()
                ? ""
                : method.getTypeParameters().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(", ", "<", "> "));
    }

    private static String parameter(VariableTree parameter) {
        // The tree prints a variable number of arguments as an array; its own text has the dots.
        boolean several = parameter.toString().contains("...");
        String type = String.valueOf(parameter.getType());
        return (several ? type.replaceFirst("\\[]$", "") + "..." : type) + " " + parameter.getName();
    }

    private String declaration(ClassTree type, String owner) {
        String kind = switch (type.getKind()) {
            case INTERFACE -> "interface";
            case ENUM -> "enum";
            case RECORD -> "record";
            default -> "class";
        };
        String components = type.getKind() == Tree.Kind.RECORD
                ? type.getMembers().stream()
                        .filter(member -> member instanceof VariableTree field
                                && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .map(member -> parameter((VariableTree) member))
                        .collect(Collectors.joining(", ", "(", ")"))
                : "";
        return kind + " " + owner + components;
    }

    private static List<Tag> tags(DocCommentTree comment) {
        List<Tag> tags = new ArrayList<>();
        for (DocTree tag : comment.getBlockTags()) {
            if (tag instanceof ParamTree of) {
                tags.add(new Tag(of.getName().toString(), paragraph(of.getDescription())));
            } else if (tag instanceof ReturnTree of) {
                tags.add(new Tag("returns", paragraph(of.getDescription())));
            } else if (tag instanceof ThrowsTree of) {
                String name = of.getExceptionName().getSignature();
                tags.add(
                        new Tag("throws " + name.substring(name.lastIndexOf('.') + 1), paragraph(of.getDescription())));
            }
        }
        return List.copyOf(tags);
    }

    private static List<Part> parts(List<? extends DocTree> trees) {
        List<Part> parts = new ArrayList<>();
        List<DocTree> paragraph = new ArrayList<>();
        boolean example = false;
        for (DocTree tree : trees) {
            boolean breaks = (tree instanceof StartElementTree start
                            && List.of("p", "pre").contains(start.getName().toString()))
                    || (tree instanceof EndElementTree end && end.getName().contentEquals("pre"));
            if (example && tree instanceof LiteralTree code) {
                parts.add(new Part("", code.getBody().getBody().stripIndent().strip()));
            } else if (breaks) {
                finish(paragraph, parts);
                example = tree instanceof StartElementTree start
                        && start.getName().contentEquals("pre");
            } else {
                paragraph.add(tree);
            }
        }
        finish(paragraph, parts);
        return List.copyOf(parts);
    }

    private static void finish(List<DocTree> paragraph, List<Part> parts) {
        Part part = paragraph(paragraph);
        if (!part.text().isBlank()) {
            parts.add(part);
        }
        paragraph.clear();
    }

    private static Part paragraph(List<? extends DocTree> trees) {
        StringBuilder html = new StringBuilder();
        StringBuilder text = new StringBuilder();
        trees.forEach(tree -> inline(tree, html, text));
        return new Part(flat(html), flat(text));
    }

    private static String flat(CharSequence text) {
        return text.toString().replaceAll("\\s+", " ").strip();
    }

    private static void inline(DocTree tree, StringBuilder html, StringBuilder text) {
        if (tree instanceof TextTree plain) {
            html.append(Html.escape(plain.getBody()));
            text.append(plain.getBody());
        } else if (tree instanceof LiteralTree literal) {
            code(literal.getBody().getBody(), html, text);
        } else if (tree instanceof LinkTree link) {
            if (link.getLabel().isEmpty()) {
                code(link.getReference().getSignature().replaceFirst("^#", "").replace('#', '.'), html, text);
            } else {
                link.getLabel().forEach(part -> inline(part, html, text));
            }
        } else if (tree instanceof ReturnTree returned) {
            html.append("Returns ");
            text.append("Returns ");
            returned.getDescription().forEach(part -> inline(part, html, text));
            html.append('.');
            text.append('.');
        } else if (tree instanceof EntityTree entity) {
            html.append(entity);
            text.append(entity);
        }
    }

    private static void code(String code, StringBuilder html, StringBuilder text) {
        html.append("<code>").append(Html.escape(code)).append("</code>");
        text.append(code);
    }

    /** A source in memory. */
    private static final class Text extends SimpleJavaFileObject {
        private final String content;

        Text(String name, String content) {
            super(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }
}
