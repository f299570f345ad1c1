package io.github.pdd4j.jupyter;

import io.github.pdd4j.render.Rendering;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * The kernel Rapaio 3.0, by reflection.
 *
 * <p>Its initialization script runs while the class that holds the kernel is initialized: whoever asks for the kernel
 * there waits for ever. So the kernel is asked for only afterwards.
 */
final class RapaioHost implements Host {
    private static final String BASE = "org.rapaio.jupyter.kernel.";
    private static final String MAIN = BASE + "MainApp";

    private final Class<?> main;
    private volatile boolean isStarted;

    private RapaioHost(Class<?> main) {
        this.main = main;
    }

    /** Returns the kernel of this process, if it is one; the class alone would start another. */
    static Optional<Host> running() {
        return calls().findAny().isPresent() ? Reflected.type(MAIN).map(RapaioHost::new) : Optional.empty();
    }

    private static boolean isStarting() {
        return calls().anyMatch(call -> call.getMethodName().equals("<clinit>"));
    }

    private static Stream<StackTraceElement> calls() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .filter(call -> call.getClassName().equals(MAIN));
    }

    /** The kernel's own list is extended, since its services are found on the class path of the process only. */
    @Override
    public <T> void register(Class<T> type, Function<T, Rendering> renderer) {
        Object own = Reflected.implement(type("display.DisplayRenderer"), (method, arguments) -> switch (method) {
            case "rendererClass" -> type;
            case "canRender" -> true;
            case "render" -> rendered(renderer.apply(type.cast(arguments[1])), (String) arguments[0]);
            default -> throw new IllegalStateException("the renderers of Rapaio have no " + method + " in version 3.0");
        });
        renderers().add(0, own);
    }

    private static Object rendered(Rendering rendering, @Nullable String requested) {
        return data(requested == null ? rendering.bundle() : rendering.bundle(requested));
    }

    @SuppressWarnings("unchecked") // the element type is a class of the kernel
    private static List<Object> renderers() {
        Class<?> system = type("display.DisplaySystem");
        try {
            Field list = system.getDeclaredField("systemDisplayRenderers");
            list.setAccessible(true);
            return (List<Object>) list.get(Reflected.getStatic(system, "inst"));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(system.getName() + " has no list of renderers", e);
        }
    }

    @Override
    public boolean isAttached() {
        isStarted = isStarted || !isStarting();
        Object channels = isStarted ? Reflected.call(kernel(), "channels") : null;
        return channels != null && (boolean) Reflected.get(channels, "hasMsgId");
    }

    @Override
    public void display(Map<String, String> bundle, String id) {
        Reflected.call(kernel(), "display", data(bundle, id));
    }

    @Override
    public void update(Map<String, String> bundle, String id) {
        Reflected.call(kernel(), "updateDisplay", data(bundle, id));
    }

    private static Object data(Map<String, String> bundle) {
        Object data = Reflected.getStatic(type("display.DisplayData"), "fromText", "");
        bundle.forEach((mime, content) -> Reflected.call(data, "putData", mime, content));
        return data;
    }

    private static Object data(Map<String, String> bundle, String id) {
        Object data = data(bundle);
        Reflected.call(data, "setDisplayId", id);
        return data;
    }

    /** Skips an import that is there: it would replace the kernel's one snippet of imports, and with it all others. */
    @Override
    public void evaluate(String line) {
        JShell shell = (JShell) Reflected.get(Reflected.get(kernel(), "javaEngine"), "getShell");
        boolean isThere = shell.imports().anyMatch(each -> each.source().contains(line));
        if (!isThere && shell.eval(line).stream().anyMatch(event -> event.status() == Snippet.Status.REJECTED)) {
            throw new IllegalArgumentException("JShell refused " + line);
        }
    }

    /**
     * After its initialization script the kernel reads the configuration of its log, before it has a connection: the
     * one moment before the first cell when code of others runs.
     */
    @Override
    public void whenStarted(Runnable action) {
        if (isStarting()) {
            LogManager.getLogManager().addConfigurationListener(new Once(action));
        } else {
            action.run();
        }
    }

    /** A listener that leaves when it was called. */
    private record Once(Runnable action) implements Runnable {
        @Override
        public void run() {
            LogManager.getLogManager().removeConfigurationListener(this);
            action.run();
        }
    }

    private Object kernel() {
        return Reflected.staticField(main, "kernel");
    }

    private static Class<?> type(String name) {
        return Reflected.type(BASE + name).orElseThrow();
    }
}
