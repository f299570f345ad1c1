package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.setting.Setting;
import io.github.pdd4j.setting.Settings;
import io.github.pdd4j.setting.Source;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.view.SettingsTable;
import io.github.pdd4j.view.View;
import io.github.pdd4j.view.Viewable;
import java.util.List;

/**
 * The supervised wavelet loss: the mean absolute difference of one-level Haar bands (Eq. 10; supplement, Table 4).
 *
 * <p>Σ_i ω_i · mean |W_i(Y_S^L) − W_i(Y)| over the bands LL, {HL, LH} together, HH.
 *
 * <pre>{@code
 * System.out.println(Wavelet.PAPER.weight(0.5).bands(1, 0.1, 0.01));
 * }</pre>
 *
 * <p>All four weights are finite and not negative; 0 switches the term or band off.
 *
 * @param weight α1, 0.5 in the paper
 * @param bands the weights of the bands
 */
public record Wavelet(double weight, Bands bands) implements Loss, Viewable {
    private static final Settings<Wavelet> SETTINGS = Settings.of(
            Wavelet.class,
            Setting.of("weight").label("α1").weightOf("wavelet").published(0.5, Source.TABLE_4),
            Setting.of("bands").words(value -> List.of(value.toString())));

    /** The paper's values: α1 = 0.5, ω = (1, 0.1, 0.001). */
    public static final Wavelet PAPER = new Wavelet(0.5, new Bands(1, 0.1, 0.001));

    /**
     * The weights ω of the bands.
     *
     * @param low ω of LL, 1 in the paper
     * @param middle ω of {HL, LH}, 0.1 in the paper
     * @param high ω of HH: 0.001 in the paper's table, 0.01 in the published configuration
     */
    public record Bands(double low, double middle, double high) {
        private static final Settings<Bands> SETTINGS = Settings.of(
                Bands.class,
                Setting.of("low").label("ω of LL").weightOf("LL").published(1.0, Source.TABLE_4),
                Setting.of("middle").label("ω of {HL, LH}").weightOf("{HL, LH}").published(0.1, Source.TABLE_4),
                Setting.of("high")
                        .label("ω of HH")
                        .weightOf("HH")
                        .published(0.001, Source.TABLE_4)
                        .published(0.01, Source.AUTHORS_CODE));

        /**
         * Checks the weights.
         *
         * @param low factor of the difference in LL; finite and at least 0
         * @param middle factor of the mean of the differences in HL and LH; finite and at least 0
         * @param high factor of the difference in HH; finite and at least 0
         * @throws IllegalArgumentException if a weight is negative or not finite
         */
        public Bands {
            SETTINGS.check(low, middle, high);
        }

        @Override
        public String toString() {
            return low + ", " + middle + ", " + high;
        }
    }

    /**
     * Checks the weight.
     *
     * @param weight factor of the term in the total, α1; finite and at least 0, where 0 leaves the term out
     * @param bands factors ω of the bands in the sum
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public Wavelet {
        SETTINGS.check(weight, bands);
    }

    /**
     * A copy with another α1.
     *
     * @param value a finite number, not negative; 0 switches the term off
     * @return the changed term
     * @throws IllegalArgumentException if the weight is negative or not finite
     */
    public Wavelet weight(double value) {
        return new Wavelet(value, bands);
    }

    /**
     * A copy with other band weights ω.
     *
     * @param ll weight of LL
     * @param hlAndLh weight of {HL, LH}
     * @param hh weight of HH
     * @return the changed term
     * @throws IllegalArgumentException if a weight is negative or not finite
     */
    public Wavelet bands(double ll, double hlAndLh, double hh) {
        return new Wavelet(weight, new Bands(ll, hlAndLh, hh));
    }

    /**
     * The value without α1.
     *
     * @param p the predictions of one iteration
     * @return a float32 scalar
     */
    @Override
    public NDArray of(Predictions p) {
        Haar prediction = Haar.of(p.specialist().labeled());
        Haar truth = Haar.of(p.truth());
        NDArray ll = prediction.ll().sub(truth.ll()).abs().mean();
        NDArray hl = prediction.hl().sub(truth.hl()).abs().mean();
        NDArray lh = prediction.lh().sub(truth.lh()).abs().mean();
        NDArray hh = prediction.hh().sub(truth.hh()).abs().mean();
        return Tensors.scaled(ll, bands.low)
                .add(Tensors.scaled(hl.add(lh), bands.middle / 2))
                .add(Tensors.scaled(hh, bands.high));
    }

    @Override
    public View view() {
        return SettingsTable.of(this);
    }
}
