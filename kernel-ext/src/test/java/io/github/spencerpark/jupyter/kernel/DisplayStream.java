package io.github.spencerpark.jupyter.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.ArrayList;
import java.util.List;

public final class DisplayStream {
    /** Not in IJava: whether a cell runs, and what was sent of it. */
    public boolean attached;

    public final List<DisplayData> displayed = new ArrayList<>();
    public final List<DisplayData> updated = new ArrayList<>();

    public boolean isAttached() {
        return attached;
    }

    public void display(DisplayData data) {
        displayed.add(data);
    }

    public void updateDisplay(DisplayData data) {
        updated.add(data);
    }

    public void updateDisplay(String id, DisplayData data) {
        data.setDisplayId(id);
        updateDisplay(data);
    }
}
