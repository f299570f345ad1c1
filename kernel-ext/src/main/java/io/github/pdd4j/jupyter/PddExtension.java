package io.github.pdd4j.jupyter;

import io.github.pdd4j.image.Image;
import io.github.pdd4j.render.Rendering;
import io.github.pdd4j.view.LiveProgress;
import io.github.pdd4j.view.Progress;
import io.github.pdd4j.view.Screen;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;

/**
 * A Jupyter kernel extension: imports the library, renders its values, and shows progress in the cell output.
 *
 * <p>The kernel loads it through {@code META-INF/services} of a jar on {@code JJAVA_CLASSPATH}.
 */
public final class PddExtension implements Extension {
    /** The imports evaluated before the first cell, so that notebooks need none. */
    static final List<String> IMPORTS = List.of(
            "import static io.github.pdd4j.Pdd.*;",
            "import static tech.tablesaw.aggregate.AggregateFunctions.*;",
            "import io.github.pdd4j.distill.*;",
            "import io.github.pdd4j.experiment.*;",
            "import io.github.pdd4j.sentence.*;",
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

    /** Creates the extension; called by the kernel. */
    public PddExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        draw(kernel, Viewable.class, Rendering::of);
        draw(kernel, Table.class, Rendering::of);
        draw(kernel, Image.class, Rendering::of);
        DisplayStream display = kernel.getIO().display;
        Progress.sink(
                () -> LiveProgress.on(new CellOutput(display, UUID.randomUUID().toString())));
        IMPORTS.forEach(line -> evaluate(kernel, line));
        shell(kernel).ifPresent(shell -> new Handlers(shell.sourceCodeAnalysis()).installWhenConnected());
    }

    /** Returns JShell by reflection, because only the Java kernel has this method, not its base class. */
    private static Optional<JShell> shell(BaseKernel kernel) {
        try {
            return Optional.of((JShell) kernel.getClass().getMethod("getJShell").invoke(kernel));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    @Override
    public void uninstall(BaseKernel kernel) {
        Progress.sink(Progress::silent);
    }

    /**
     * An exception here would stop the kernel before its first cell. After a failed import, a cell reports what is
     * missing.
     */
    private static void evaluate(BaseKernel kernel, String line) {
        try {
            kernel.eval(line);
        } catch (RuntimeException e) {
            System.getLogger(PddExtension.class.getName()).log(Level.WARNING, "not evaluated: " + line, e);
        }
    }

    private static <T> void draw(BaseKernel kernel, Class<T> type, Function<T, Rendering> rendering) {
        kernel.getRenderer()
                .createRegistration(type)
                .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_SVG, MIMEType.IMAGE_PNG)
                .register((value, context) -> put(rendering.apply(value), context));
    }

    private static void put(Rendering rendering, RenderContext context) {
        DisplayData output = context.getOutputContainer();
        boolean asItself = context.renderIfRequested(mime(rendering.mime()), rendering::data);
        if (!asItself) {
            context.renderIfRequested(MIMEType.TEXT_HTML, rendering::html);
        }
        output.putText(rendering.text());
    }

    private static MIMEType mime(String name) {
        return switch (name) {
            case "image/svg+xml" -> MIMEType.IMAGE_SVG;
            case "image/png" -> MIMEType.IMAGE_PNG;
            default -> MIMEType.TEXT_HTML;
        };
    }

    /** One output of the running cell; outside a cell nothing is shown. */
    private record CellOutput(DisplayStream display, String id) implements Screen {
        @Override
        public void show(View first) {
            if (display.isAttached()) {
                display.display(data(first));
            }
        }

        @Override
        public void replace(View next) {
            if (display.isAttached()) {
                display.updateDisplay(data(next));
            }
        }

        private DisplayData data(View view) {
            DisplayData data = new DisplayData(view.text());
            data.putHTML(view.html());
            data.putTransientData("display_id", id); // The signature of setDisplayId changes in 1.0-a8
            return data;
        }
    }
}
