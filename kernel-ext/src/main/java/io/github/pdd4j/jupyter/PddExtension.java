package io.github.pdd4j.jupyter;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * The extension that the kernel JJava finds by itself; {@link NotebookExtension} does the same for other kernels.
 *
 * <p>JJava loads it through {@code META-INF/services} of a jar on {@code JJAVA_CLASSPATH}.
 */
public final class PddExtension implements Extension {
    /** Creates the extension; called by the kernel. */
    public PddExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        NotebookExtension.install(new JJavaHost(kernel));
    }

    @Override
    public void uninstall(BaseKernel kernel) {
        NotebookExtension.uninstall();
    }
}
