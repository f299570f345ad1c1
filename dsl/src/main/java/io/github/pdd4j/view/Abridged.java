package io.github.pdd4j.view;

import tech.tablesaw.api.Table;

/**
 * A table with columns that are there to be computed with: what is shown of it are the others.
 *
 * <pre>{@code
 * Evaluation scores = evaluate(bicubicUpscaling(4), pairs(folder), psnr());
 * System.out.println(scores.abridged().columnCount() < scores.columnCount());
 * }</pre>
 */
public interface Abridged {
    /** The same rows with the columns that people read. */
    Table abridged();
}
