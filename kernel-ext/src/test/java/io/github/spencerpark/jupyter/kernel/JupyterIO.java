package io.github.spencerpark.jupyter.kernel;

public final class JupyterIO {
    public final DisplayStream display = new DisplayStream();
}
