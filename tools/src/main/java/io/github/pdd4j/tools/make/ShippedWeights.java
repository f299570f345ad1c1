package io.github.pdd4j.tools.make;

import io.github.pdd4j.data.Degradations;
import io.github.pdd4j.data.Images;
import io.github.pdd4j.data.Pairs;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.metric.Psnr;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.tensor.Torch;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/** Trains the networks that the project ships and writes them in half precision with their training records. */
public final class ShippedWeights {
    /** The network names in training order: the specialist starts from the generalist. */
    public static final List<String> NAMES = List.of("generalist", "specialist", "srresnet", "vgg19");

    private static final Psnr PSNR = Psnr.rgb().border(4);

    private final Path photographs;
    private final Path teacher;
    private final Path out;
    private final Consumer<String> report;

    /**
     * Creates the trainer.
     *
     * @param photographs the folder with the training photographs
     * @param teacher the weight file of VGG16, the teacher of {@code vgg19}
     * @param out the output folder
     * @param report receives progress lines
     */
    public ShippedWeights(Path photographs, Path teacher, Path out, Consumer<String> report) {
        this.photographs = photographs;
        this.teacher = teacher;
        this.out = out;
        this.report = report;
    }

    /**
     * Trains a network and writes its weight file.
     *
     * @param name one of {@link #NAMES}
     * @throws IllegalArgumentException if the name is unknown
     */
    public void make(String name) {
        Images images = TrainingImages.learned(photographs);
        long started = System.nanoTime();
        switch (name) {
            case "generalist" -> write(name, Recipes.generalist(images, progress(name)), started);
            case "specialist" -> {
                Network start = Network.load(file("generalist"));
                write(name, Recipes.specialist(start, images, progress(name)), started);
            }
            case "srresnet" -> write(name, Recipes.srResNet(images, progress(name)), started);
            case "vgg19" -> {
                FeatureTeaching.Result result = new FeatureTeaching(
                                FeatureExtractor.load(teacher),
                                versions(TrainingImages.learnedByFeatures(photographs), 5),
                                line -> report.accept(name + ": " + line))
                        .train(versions(TrainingImages.heldOut(photographs), 7));
                Map<String, String> record = record(started, result.quality());
                record.put("learned from", record.get("learned from") + ", " + String.join(", ", TrainingImages.MORE));
                record.put("derived from", "VGG16 of torchvision (BSD-3-Clause)");
                save(name, result.weights(), record);
            }
            default ->
                throw new IllegalArgumentException(
                        "weights to make must be one of " + NAMES + ", got " + name + ": leave it out to make all");
        }
    }

    private ImageVersions versions(Images images, long seed) {
        return ImageVersions.of(images, seed, Network.load(file("generalist")), Network.load(file("specialist")));
    }

    private void write(String name, Network network, long started) {
        save(name, network.weights(), record(started, quality(network)));
    }

    private void save(String name, StateDict weights, Map<String, String> record) {
        Checkpoints.write(weights.metadata(record), file(name), StoredType.FLOAT16);
        report.accept(name + ": " + record);
    }

    private Path file(String name) {
        return out.resolve(name + ".safetensors");
    }

    private DoubleConsumer progress(String name) {
        AtomicInteger hundreds = new AtomicInteger();
        long started = System.nanoTime();
        return loss -> report.accept(String.format(
                Locale.ROOT,
                "%s: iteration %d, loss %.4f, %.0f s",
                name,
                100 * hundreds.incrementAndGet(),
                loss,
                (System.nanoTime() - started) / 1e9));
    }

    private static Map<String, String> record(long started, String quality) {
        Map<String, String> record = new LinkedHashMap<>();
        record.put("made by", "./pdd make-weights");
        record.put("license", "Apache-2.0");
        record.put("learned from", "generated images and " + String.join(", ", TrainingImages.LEARNED));
        record.put("quality", quality);
        record.put("engine", "PyTorch " + Torch.version());
        record.put("seconds", String.valueOf((System.nanoTime() - started) / 1_000_000_000));
        return record;
    }

    /**
     * Returns the mean PSNR (RGB, border 4) on held-out photographs for clean and for degraded input, compared with
     * bicubic.
     */
    private String quality(Network network) {
        Images heldOut = TrainingImages.heldOut(photographs);
        return "held-out " + TrainingImages.HELD_OUT + ", PSNR RGB border 4: clean "
                + compared(network, heldOut.downscaledBy(Resampling.MATLAB_BICUBIC)) + ", unknown "
                + compared(network, heldOut.downscaledBy(Degradations.unknown(4)));
    }

    private static String compared(Network network, Pairs pairs) {
        double ours = 0;
        double bicubic = 0;
        for (int i = 0; i < pairs.size(); i++) {
            var pair = pairs.pair(i, network.scale());
            ours += PSNR.of(network.upscale(pair.low()), pair.high()) / pairs.size();
            bicubic += PSNR.of(Resampling.MATLAB_BICUBIC.upscale(pair.low(), 4).clipped(), pair.high()) / pairs.size();
        }
        return String.format(Locale.ROOT, "%.2f dB (bicubic %.2f)", ours, bicubic);
    }
}
