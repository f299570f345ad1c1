package io.github.pdd4j.metric;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.metric.Conventions.Color;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.TorchProgram;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A no-reference metric network exported to TorchScript.
 *
 * <p>The input is float32 (1, 3, H, W), RGB in [0, 1], of images rounded to 8 bits; the output must be one number. A
 * TorchScript file is a program: load only files you trust.
 *
 * <pre>{@code
 * // needs a file of yours
 * System.out.println(torchScriptMetric("musiq.pt").named("MUSIQ").of(image(photo)));
 * }</pre>
 *
 * @param program the network
 * @param name the name in tables; default: the file name without its extension
 * @param higherIsBetter whether a larger value means a better image; default true
 */
public record TorchScriptMetric(TorchProgram program, String name, boolean higherIsBetter) implements NoReference {
    /**
     * Loads the network of a file.
     *
     * @param file the TorchScript file
     * @return the metric, where higher is better
     * @throws IllegalArgumentException if the file is missing or not a TorchScript archive
     */
    public static TorchScriptMetric of(Path file) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "");
        return new TorchScriptMetric(TorchProgram.load(file), name, true);
    }

    /**
     * A copy with another name.
     *
     * @param other the name in tables
     * @return the renamed metric
     */
    public TorchScriptMetric named(String other) {
        return new TorchScriptMetric(program, other, higherIsBetter);
    }

    /**
     * A copy where lower is better.
     *
     * @return the changed metric
     */
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
        return Conventions.none()
                .and(Color.RGB, 0, 1, true)
                .and("TorchScript", program.fingerprint(), "TorchScript " + program);
    }

    @Override
    public double of(Image image) {
        image.requireFinite("an image to measure");
        // The program was loaded on the CPU, so its input must be there too.
        try (Scope scope = Scope.inference(Device.cpu())) {
            NDArray answer = program.call(UnitFeatures.tensor(image.quantized(), scope));
            if (answer.size() != 1) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "network %s must return one number for an image, got an array of shape %s: export it"
                                + " with a final mean",
                        name,
                        answer.getShape()));
            }
            float value = answer.toFloatArray()[0];
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "network " + name + " must return a finite number, got " + value + ": check its weights");
            }
            return value;
        }
    }

    @Override
    public String toString() {
        return name + ", " + conventions();
    }
}
