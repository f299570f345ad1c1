package io.github.pdd4j.data;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.TestImages;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.ImageFiles;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.network.Model;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.PretrainedModels;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Measures, and asserts nothing: decoding and resizing at two sizes, headers, and how long a loop waits for its crops.
 *
 * <p>Run it with the folder {@code ../shared/images} as the argument. The loop predicts with two networks and takes no
 * gradient, so that it is quicker, and asks for crops more often, than any training.
 */
final class DataTimes {
    private static final int REPEATS = 7;

    private DataTimes() {}

    public static void main(String[] arguments) {
        Path images = Path.of(arguments[0]);
        for (int side : new int[] {512, 1024}) {
            codecs(TestImages.image(1, side, side), side);
        }
        for (int crop : new int[] {24, 48}) {
            for (int threads : new int[] {1, 2}) {
                waiting(images, crop, threads);
            }
        }
    }

    private static void codecs(Image image, int side) {
        byte[] png = ImageFiles.png(image);
        say("decode PNG", side, milliseconds(() -> ImageFiles.decoded(png, "png")));
        say("JPEG 60 there and back", side, milliseconds(() -> ImageFiles.jpeg(image, 60)));
        for (Resampling resampling : Resampling.values()) {
            say(resampling + " to a quarter", side, milliseconds(() -> resampling.downscale(image, 4)));
        }
        say("Gaussian blur 2", side, milliseconds(() -> Degradations.blur(2).apply(image, Seeds.random(1))));
    }

    private static void say(String what, int side, double milliseconds) {
        System.out.printf(Locale.ROOT, "%-26s %5d  %8.2f ms%n", what, side, milliseconds);
    }

    /** The median, after as many unmeasured turns. */
    private static double milliseconds(Runnable work) {
        double[] times = new double[REPEATS];
        for (int i = 0; i < 2 * REPEATS; i++) {
            long start = System.nanoTime();
            work.run();
            times[i % REPEATS] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        return times[REPEATS / 2];
    }

    private static void waiting(Path images, int crop, int threads) {
        Pairs labeled = Images.in(images.resolve("hr")).downscaledBy(Resampling.MATLAB_BICUBIC);
        Images unlabeled = Images.in(images.resolve("real"));
        Crops crops = new Crops(4, crop, 2, 7);
        Network network = PretrainedModels.generalist();
        try (Scope scope = Scope.inference();
                Prefetch<LabeledBatch> low = Prefetch.of(k -> crops.labeled(labeled, k), 1, threads);
                Prefetch<Batch> real = Prefetch.of(k -> crops.unlabeled(unlabeled, k), 1, threads)) {
            Model model = Model.frozen(network, Precision.FLOAT32, scope);
            double before = 0;
            long start = 0;
            for (int k = 0; k < 120; k++) {
                if (k == 20) {
                    before = low.waited() + real.waited();
                    start = System.nanoTime();
                }
                predict(model, scope, low.next().low());
                predict(model, scope, real.next());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double waited = low.waited() + real.waited() - before;
            System.out.printf(
                    Locale.ROOT,
                    "crop %d, %d thread(s) a side: %.1f ms an iteration, of which %.3f ms are waiting (%.2f %%)%n",
                    crop,
                    threads,
                    seconds * 10,
                    waited * 10,
                    100 * waited / seconds);
        }
    }

    private static void predict(Model model, Scope scope, Batch batch) {
        try (Scope step = scope.unrecorded()) {
            NDArray x = step.tensor(batch.values(), batch.n(), batch.channels(), batch.height(), batch.width());
            for (int network = 0; network < 2; network++) {
                model.predict(x).toFloatArray();
            }
        }
    }
}
