package io.github.pdd4j.tools.bench;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Script;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures the speed of plain 3×3 convolutions on this machine in 10⁹ operations per second. */
final class ConvolutionRates {
    private static final Script SCRIPT = Script.of(ConvolutionRates.class, "convolution.script");

    private ConvolutionRates() {}

    /** Returns the rates for three sizes of the workload by name, for example {@code "64 x 96 x 96"}. */
    static Map<String, Operations> of(Workload w, Precision precision) {
        Map<String, Operations> rates = new LinkedHashMap<>();
        int width = w.sizes().width();
        for (Size size : List.of(
                new Size(w.images(), width, w.truthSide()),
                new Size(w.images(), 4 * width, w.truthSide() / 4),
                new Size(w.images(), 8 * width, w.truthSide() / 8))) {
            rates.put(size.name(), size.rates(precision));
        }
        return rates;
    }

    private record Size(int images, int channels, int side) {
        String name() {
            return channels + " x " + side + " x " + side;
        }

        Operations rates(Precision precision) {
            try (Scope run = Scope.inference()) {
                NDArray x = precision.hold(Uniform.tensor(run, images, channels, side, side));
                NDArray g = precision.hold(Uniform.tensor(run, images, channels, side, side));
                NDArray w = precision.hold(Uniform.tensor(run, channels, channels, 3, 3));
                return new Operations(
                        rate(run, step -> SCRIPT.call("forward", x, w).close()),
                        rate(run, step -> SCRIPT.call("to_inputs", g, x, w).close()),
                        rate(run, step -> SCRIPT.call("to_weights", g, x, w).close()));
            }
        }

        private double rate(Scope run, Consumer<Scope> work) {
            double operations = 2e-9 * 9 * channels * channels * images * side * side;
            return operations / Clock.median(run, work);
        }
    }
}
