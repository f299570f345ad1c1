package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.JupyterIO;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import java.util.ArrayList;
import java.util.List;

public final class JavaKernel {
    /** Not in IJava: what was evaluated, and what is refused as code that JShell does not compile. */
    public final List<String> evaluated = new ArrayList<>();

    public String refused = "";

    private final JupyterIO io = new JupyterIO();
    private final Renderer renderer = new Renderer();

    public JupyterIO getIO() {
        return io;
    }

    public Renderer getRenderer() {
        return renderer;
    }

    public Object evalRaw(String expr) throws Exception {
        if (expr.equals(refused)) {
            throw new Exception("not compiled: " + expr);
        }
        evaluated.add(expr);
        return null;
    }
}
