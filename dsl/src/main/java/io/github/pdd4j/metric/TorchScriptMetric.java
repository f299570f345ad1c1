package io.github.pdd4j.metric;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.TorchProgram;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A no-reference network that was exported to TorchScript, as a metric.
 *
 * <p>It is called with float32 (1, 3, H, W), RGB in [0, 1] of images rounded to 8 bits, and must answer one number. A
 * TorchScript file is a program: load only files that you trust.
 *
 * <pre>{@code
 * // needs a file of yours
 * System.out.println(torchScriptMetric("musiq.pt").named("MUSIQ").of(image(photo)));
 * }</pre>
 *
 * @param program the network
 * @param name the name in tables, by default the file's
 * @param higherIsBetter the direction, true by default
 */
public record TorchScriptMetric(TorchProgram program, String name, boolean higherIsBetter) implements NoReference {
    /**
     * The network in a file.
     *
     * @throws IllegalArgumentException if the file is missing or no TorchScript archive
     */
    public static TorchScriptMetric of(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "");
        return new TorchScriptMetric(TorchProgram.load(file), name, true);
    }

    /** The same metric under another name. */
    public TorchScriptMetric named(String other) {
        return new TorchScriptMetric(program, other, higherIsBetter);
    }

    /** The same network, of whose values the lower is the better. */
    public TorchScriptMetric lowerIsBetter() {
        return new TorchScriptMetric(program, name, false);
    }

    @Override
    public String conventions() {
        return stated().text();
    }

    @Override
    public Map<String, String> conventionValues() {
        return stated().values();
    }

    private Conventions stated() {
        return Conventions.plain("color", "RGB")
                .and("border", "0")
                .andPlain("range", "0 … 1 in 8 bits")
                .and("TorchScript", program.fingerprint(), "TorchScript " + program);
    }

    @Override
    public double of(Image image) {
        image.requireFinite("an image to measure");
        // The program was loaded onto the processor: its input must lie there too.
        try (Scope scope = Scope.inference(Device.cpu())) {
            NDArray answer = program.call(UnitFeatures.tensor(image.quantized(), scope));
            if (answer.size() != 1) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "network %s must answer one number for an image, got the shape %s: export it with its last mean",
                        name,
                        answer.getShape()));
            }
            float value = answer.toFloatArray()[0];
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "network " + name + " must answer a finite number, got " + value + ": check its weights");
            }
            return value;
        }
    }

    @Override
    public String toString() {
        return name + ", " + conventions();
    }
}
