package io.github.pdd4j.analysis;

import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/** The normal distribution with the mean and covariance of a sample. */
record GaussianFit(RealVector mean, RealMatrix covariance, CholeskyDecomposition cholesky, double shrinkage) {
    /** With fewer rows per dimension, the covariance is too noisy to invert without shrinkage. */
    private static final int ROWS_A_DIMENSION = 10;

    static GaussianFit of(String name, double[][] rows) {
        double[] mean = Moments.mean(rows);
        double[][] centered = Moments.centered(rows, mean);
        RealMatrix scatter = matrix(Moments.scatter(rows, mean));
        double shrinkage = rows.length < ROWS_A_DIMENSION * mean.length ? Moments.ledoitWolf(centered, scatter) : 0;
        RealMatrix unbiased = scatter.scalarMultiply(1.0 / (rows.length - 1));
        double level = unbiased.getTrace() / mean.length;
        RealMatrix covariance = unbiased.scalarMultiply(1 - shrinkage)
                .add(MatrixUtils.createRealIdentityMatrix(mean.length).scalarMultiply(shrinkage * level));
        return new GaussianFit(new ArrayRealVector(mean), covariance, decomposed(name, covariance), shrinkage);
    }

    private static CholeskyDecomposition decomposed(String name, RealMatrix covariance) {
        double threshold = 1e-12 * covariance.getTrace() / covariance.getRowDimension();
        try {
            return new CholeskyDecomposition(covariance, 1e-9, threshold);
        } catch (NonPositiveDefiniteMatrixException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "covariance of sample %s must be positive definite, got one without variance in some direction: project both samples with Pca to fewer dimensions",
                            name),
                    e);
        }
    }

    /** KL(this ‖ other) in nats. */
    double divergence(GaussianFit other) {
        RealVector shift = other.mean.subtract(mean);
        double trace = other.cholesky.getSolver().solve(covariance).getTrace();
        double distance = shift.dotProduct(other.cholesky.getSolver().solve(shift));
        return 0.5 * (trace + distance - mean.getDimension() + other.logDeterminant() - logDeterminant());
    }

    private double logDeterminant() {
        RealMatrix lower = cholesky.getL();
        double sum = 0;
        for (int i = 0; i < lower.getRowDimension(); i++) {
            sum += 2 * Math.log(lower.getEntry(i, i));
        }
        return sum;
    }

    static RealMatrix matrix(double[][] rows) {
        return new Array2DRowRealMatrix(rows, false);
    }
}
