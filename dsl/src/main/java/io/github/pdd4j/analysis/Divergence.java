package io.github.pdd4j.analysis;

import tech.tablesaw.api.Table;

/**
 * The KL divergence between two sets of low-level features, after a projection to few dimensions that both share.
 *
 * <pre>{@code
 * LowLevel features = LowLevel.of(smallSrResNet()).patch(8);
 * double[][] rows = features.of(List.of(image(photo)));
 * System.out.println(Divergence.between(rows, rows).rowCount());
 * }</pre>
 */
public final class Divergence {
    /** The paper projects to 50 dimensions. */
    public static final int PAPER_DIMENSIONS = 50;

    private Divergence() {}

    /**
     * Both estimators in both directions, after PCA fitted on the union of the sets; to 50 dimensions as in the paper,
     * or to a tenth of the smaller set where that is less: covariances need some ten rows a dimension.
     */
    public static Table between(double[][] p, double[][] q) {
        int affordable = Math.max(2, Math.min(p.length, q.length) / 10);
        Pca pca = Pca.fit(Math.min(PAPER_DIMENSIONS, affordable), p, q);
        return KullbackLeibler.estimates().of(pca.project(p), pca.project(q));
    }
}
