package io.github.spencerpark.jupyter.kernel.display;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.Set;

public final class RenderContext {
    private final DisplayData out = new DisplayData();
    private final Set<MIMEType> requested;

    RenderContext(Set<MIMEType> requested) {
        this.requested = requested;
    }

    public DisplayData getOutputContainer() {
        return out;
    }

    public boolean wantsDataRenderedAs(MIMEType type) {
        return requested.contains(type);
    }
}
