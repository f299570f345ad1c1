package io.github.pdd4j.jupyter;

import io.github.pdd4j.render.Rendering;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The kernel IJava 1.3, by reflection, because no package index carries it. */
final class IJavaHost implements Host {
    private static final String MAIN = "io.github.spencerpark.ijava.IJava";
    private static final String KERNEL = "io.github.spencerpark.jupyter.kernel.display.";

    private final Object kernel;
    private final Object display;

    private IJavaHost(Object kernel) {
        this.kernel = kernel;
        this.display = Reflected.field(Reflected.get(kernel, "getIO"), "display");
    }

    /** Returns the kernel of this process, if it is one. */
    static Optional<Host> running() {
        return Reflected.type(MAIN)
                .flatMap(main -> Optional.ofNullable(Reflected.callStatic(main, "getKernelInstance")))
                .map(IJavaHost::new);
    }

    @Override
    public <T> void register(Class<T> type, Function<T, Rendering> renderer) {
        Object function = Reflected.implement(type("RenderFunction"), (method, arguments) -> {
            put(renderer.apply(type.cast(arguments[0])), arguments[1]);
            return null;
        });
        Object types = new String[] {"text/html", "image/svg+xml", "image/png"};
        Object registration = Reflected.get(Reflected.get(kernel, "getRenderer"), "createRegistration", type);
        Reflected.call(Reflected.get(registration, "preferring", types), "register", function);
    }

    private static void put(Rendering rendering, Object context) {
        Map<String, String> bundle = isRequested(rendering.mime(), context)
                ? rendering.bundle()
                : rendering.bundle(isRequested("text/html", context) ? "text/html" : "text/plain");
        Object output = Reflected.get(context, "getOutputContainer");
        bundle.forEach((mime, content) -> Reflected.call(output, "putData", mime, content));
    }

    private static boolean isRequested(String mime, Object context) {
        Object type = Reflected.getStatic(type("mime.MIMEType"), "parse", mime);
        return (boolean) Reflected.get(context, "wantsDataRenderedAs", type);
    }

    @Override
    public boolean isAttached() {
        return (boolean) Reflected.get(display, "isAttached");
    }

    @Override
    public void display(Map<String, String> bundle, String id) {
        Reflected.call(display, "display", data(bundle, id));
    }

    @Override
    public void update(Map<String, String> bundle, String id) {
        Reflected.call(display, "updateDisplay", data(bundle, id));
    }

    private static Object data(Map<String, String> bundle, String id) {
        Object data = Reflected.create(type("DisplayData"));
        bundle.forEach((mime, content) -> Reflected.call(data, "putData", mime, content));
        Reflected.call(data, "setDisplayId", id);
        return data;
    }

    @Override
    public void evaluate(String line) {
        Reflected.call(kernel, "evalRaw", line);
    }

    private static Class<?> type(String name) {
        return Reflected.type(KERNEL + name).orElseThrow();
    }
}
