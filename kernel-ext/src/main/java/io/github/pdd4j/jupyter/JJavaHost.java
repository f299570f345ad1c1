package io.github.pdd4j.jupyter;

import io.github.pdd4j.render.Rendering;
import io.github.pdd4j.setting.CodeSources;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import jdk.jshell.JShell;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** The kernel JJava, the only one that the build compiles against. */
final class JJavaHost implements Host {
    private final BaseKernel kernel;
    private final DisplayStream display;

    JJavaHost(BaseKernel kernel) {
        this.kernel = kernel;
        this.display = kernel.getIO().display;
    }

    /** Returns the kernel of this process, if it is one. */
    static Optional<Host> running() {
        BaseKernel kernel;
        try {
            kernel = BaseKernel.notebookKernel();
        } catch (NullPointerException e) { // JJava's answer where none runs
            return Optional.empty();
        }
        return Optional.of(new JJavaHost(kernel));
    }

    @Override
    public <T> void register(Class<T> type, Function<T, Rendering> renderer) {
        kernel.getRenderer()
                .createRegistration(type)
                .preferring(MIMEType.TEXT_HTML, MIMEType.IMAGE_SVG, MIMEType.IMAGE_PNG)
                .register((value, context) -> put(renderer.apply(value), context));
    }

    private static void put(Rendering rendering, RenderContext context) {
        boolean asItself = context.renderIfRequested(MIMEType.parse(rendering.mime()), rendering::data);
        if (!asItself) {
            context.renderIfRequested(MIMEType.TEXT_HTML, rendering::html);
        }
        context.getOutputContainer().putText(rendering.text());
    }

    @Override
    public boolean isAttached() {
        return display.isAttached();
    }

    @Override
    public void display(Map<String, String> bundle, String id) {
        display.display(data(bundle, id));
    }

    @Override
    public void update(Map<String, String> bundle, String id) {
        display.updateDisplay(data(bundle, id));
    }

    private static DisplayData data(Map<String, String> bundle, String id) {
        DisplayData data = new DisplayData();
        bundle.forEach(data::putData);
        data.putTransientData("display_id", id); // The signature of setDisplayId changes in 1.0-a8
        return data;
    }

    @Override
    public void evaluate(String line) {
        kernel.eval(line);
    }

    @Override
    public void whenStarted(Runnable action) {
        action.run();
        shell().ifPresent(shell -> {
            CodeSources.host(new CellSources(shell));
            new Handlers(shell.sourceCodeAnalysis(), CellErrors.of(shell)).installWhenConnected();
        });
    }

    /** Returns JShell by reflection, because only the Java kernel has this method, not its base class. */
    private Optional<JShell> shell() {
        try {
            return Optional.of((JShell) kernel.getClass().getMethod("getJShell").invoke(kernel));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
