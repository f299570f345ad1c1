package io.github.pdd4j.live;

import io.github.pdd4j.view.View;

/** One display of a host, shown once and then replaced in place. */
public interface Screen {
    /** Shows the first view. */
    void show(View first);

    /** Replaces what is shown. */
    void replace(View next);
}
