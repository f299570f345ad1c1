package io.github.pdd4j.jupyter;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.render.Rendering;
import io.github.pdd4j.view.LiveProgress;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.Screen;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * Makes a notebook kernel know the library: imports its words, renders its values, and shows progress in the output of
 * the running cell.
 *
 * <p>On JJava the service {@link PddExtension} does this at the start of the kernel. On IJava and Rapaio the start-up
 * script of the kernel, or a cell, has this line:
 *
 * <pre>{@code
 * io.github.pdd4j.jupyter.NotebookExtension.install();
 * }</pre>
 */
public final class NotebookExtension {
    /** The imports evaluated before the first cell, so that notebooks need none. */
    static final List<String> IMPORTS = List.of(
            "import static io.github.pdd4j.Pdd.*;",
            "import static tech.tablesaw.aggregate.AggregateFunctions.*;",
            "import io.github.pdd4j.distill.*;",
            "import io.github.pdd4j.experiment.*;",
            "import io.github.pdd4j.sentence.*;",
            "import io.github.pdd4j.balance.*;",
            "import io.github.pdd4j.loss.*;",
            "import io.github.pdd4j.analysis.*;",
            "import io.github.pdd4j.metric.*;",
            "import io.github.pdd4j.network.*;",
            "import io.github.pdd4j.data.*;",
            "import io.github.pdd4j.view.*;",
            "import io.github.pdd4j.weights.*;",
            "import io.github.pdd4j.image.*;",
            "import io.github.pdd4j.tensor.*;",
            "import ai.djl.ndarray.*;",
            "import ai.djl.ndarray.types.*;",
            "import ai.djl.nn.convolutional.Conv2d;",
            "import ai.djl.nn.pooling.Pool;",
            "import java.util.*;",
            "import java.util.stream.*;",
            "import java.nio.file.*;",
            "import tech.tablesaw.api.*;");

    /** Where this class is missing, the host that is compiled against it cannot be loaded. */
    private static final String JJAVA = "org.dflib.jjava.jupyter.kernel.BaseKernel";

    private static final System.Logger LOGGER = System.getLogger(NotebookExtension.class.getName());

    private static @Nullable Host installed;

    private NotebookExtension() {}

    /**
     * Installs the extension in the kernel that runs this code: JJava, IJava or Rapaio. A second call changes nothing.
     * Where there is none of them, one line of standard output says so, and views are shown as text.
     */
    public static synchronized void install() {
        if (installed != null) {
            return;
        }
        Reflected.type("com.google.gson.stream.JsonReader")
                .flatMap(NotebookExtension::misfit)
                .ifPresent(System.out::println);
        try {
            find().ifPresentOrElse(
                            NotebookExtension::install,
                            () -> System.out.println(
                                    "NotebookExtension.install() needs a notebook kernel that it knows,"
                                            + " JJava, IJava or Rapaio, and found none: x.show() prints a value as text"));
        } catch (RuntimeException | LinkageError e) {
            System.out.println("NotebookExtension.install() does not fit this version of the notebook kernel (" + e
                    + "): x.show() prints a value as text; dsl/docs/hosts.md names the versions that were tried");
        }
    }

    /** A kernel that carries an older Gson lets cells find that one first. */
    static Optional<String> misfit(Class<?> jsonReader) {
        boolean isCurrent = Arrays.stream(jsonReader.getMethods())
                .anyMatch(method -> method.getName().equals("setStrictness"));
        return isCurrent
                ? Optional.empty()
                : Optional.of("PDD4J needs Gson 2.11 or newer, and the kernel's own, which is found first, is older:"
                        + " put PDD4J's class path before the kernel's jar, as dsl/docs/hosts.md shows for IJava");
    }

    private static Optional<Host> find() {
        Optional<Host> jjava = Reflected.type(JJAVA).flatMap(present -> JJavaHost.running());
        return jjava.or(IJavaHost::running).or(RapaioHost::running);
    }

    /** Installs the extension in a given kernel, once. */
    static synchronized void install(Host host) {
        if (installed != null) {
            return;
        }
        LibraryLogs.show(System.getenv(LibraryLogs.VARIABLE));
        host.register(Viewable.class, Rendering::of);
        host.register(Table.class, Rendering::of);
        host.register(Image.class, Rendering::of);
        Progress.sink(() -> LiveProgress.on(new CellOutput(host)));
        Screen.sink(() -> host.isAttached() ? new CellOutput(host) : Screen.text());
        installed = host;
        host.whenStarted(() -> IMPORTS.forEach(line -> evaluate(host, line)));
    }

    static synchronized void uninstall() {
        Progress.sink(Progress::silent);
        Screen.sink(Screen::text);
        installed = null;
    }

    /**
     * An exception here would stop the kernel before its first cell. After a failed import, a cell reports what is
     * missing.
     */
    private static void evaluate(Host host, String line) {
        try {
            host.evaluate(line);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "not evaluated: " + line + " (" + e.getMessage() + ")");
        }
    }

    /** One output of the running cell; outside a cell nothing is shown. */
    private record CellOutput(Host host, String id) implements Screen {
        CellOutput(Host host) {
            this(host, UUID.randomUUID().toString());
        }

        @Override
        public void show(View first) {
            if (host.isAttached()) {
                host.display(Rendering.of(first).bundle(), id);
            }
        }

        @Override
        public void replace(View next) {
            if (host.isAttached()) {
                host.update(Rendering.of(next).bundle(), id);
            }
        }
    }
}
