package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Tensors;

/**
 * The supervised wavelet loss: mean absolute difference of one-level Haar bands (Eq. 10; supplement, Table 4).
 *
 * <p>Σ_i ω_i · mean |W_i(Y_S^L) − W_i(Y)| over the bands LL, {HL, LH} together, HH.
 *
 * <pre>{@code
 * System.out.println(Wavelet.PAPER.weight(0.5).bands(1, 0.1, 0.01));
 * }</pre>
 *
 * <p>All four are finite and not negative; 0 leaves out.
 *
 * @param weight α1, 0.5 in the paper
 * @param low ω of LL, 1 in the paper
 * @param middle ω of {HL, LH}, 0.1 in the paper
 * @param high ω of HH: 0.001 in the paper's table, 0.01 in the published configuration
 */
public record Wavelet(double weight, double low, double middle, double high) implements Loss {
    /** The paper's: α1 = 0.5, ω = (1, 0.1, 0.001). */
    public static final Wavelet PAPER = new Wavelet(0.5, 1, 0.1, 0.001);

    /** Checks the weights. */
    public Wavelet {
        Weights.require("wavelet", weight);
        Weights.require("LL", low);
        Weights.require("{HL, LH}", middle);
        Weights.require("HH", high);
    }

    /** The same with another α1. */
    public Wavelet weight(double value) {
        return new Wavelet(value, low, middle, high);
    }

    /** The same with other ω. */
    public Wavelet bands(double ll, double hlAndLh, double hh) {
        return new Wavelet(weight, ll, hlAndLh, hh);
    }

    /** The value without α1. */
    @Override
    public NDArray of(Predictions p) {
        Haar prediction = Haar.of(p.specialist().labeled());
        Haar truth = Haar.of(p.truth());
        NDArray ll = prediction.ll().sub(truth.ll()).abs().mean();
        NDArray hl = prediction.hl().sub(truth.hl()).abs().mean();
        NDArray lh = prediction.lh().sub(truth.lh()).abs().mean();
        NDArray hh = prediction.hh().sub(truth.hh()).abs().mean();
        return Tensors.scaled(ll, low)
                .add(Tensors.scaled(hl.add(lh), middle / 2))
                .add(Tensors.scaled(hh, high));
    }
}
