package io.github.pdd4j.distill;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pdd4j.Golden;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.loss.DiscriminatorStart;
import io.github.pdd4j.loss.PerDomain;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.sentence.Frozen;
import io.github.pdd4j.sentence.Iteration;
import io.github.pdd4j.sentence.MovingAverage;
import io.github.pdd4j.sentence.Plan;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.train.BatchSource;
import io.github.pdd4j.train.Checkpointer;
import io.github.pdd4j.train.Loop;
import io.github.pdd4j.train.TrainedModels;
import io.github.pdd4j.train.TrainingLog;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole trainings of the published code, repeated on its batches from its weights. */
class TrajectoryTest {
    private static final double FLOAT32_ROUNDING = 6e-8;

    private static final Map<String, String> NAMES = Map.of(
            "l_inter", "rInter",
            "l_intra", "rIntra",
            "l_g_pix", "wavelet",
            "l_g_percep", "perceptual",
            "l_g_gan", "adversarial",
            "l_d_real", "dReal",
            "l_d_fake", "dFake",
            "out_d_real", "logitsReal",
            "out_d_fake", "logitsFake");

    @ParameterizedTest
    @ValueSource(strings = {"ema", "static"})
    void every_term_of_every_iteration_and_the_final_weights_agree(String mode) throws IOException {
        JsonObject golden = JsonParser.parseString(Files.readString(Golden.file(mode + ".json")))
                .getAsJsonObject();
        TrainingLog log = new TrainingLog(Map.of());
        Plan plan = Plan.of(sentence(mode, golden.getAsJsonObject("config")).sentence());
        TrainedModels models =
                new Loop(plan, log, Checkpointer.NONE).runOrThrow(new StoredBatches(mode + "_batches.npz"));

        agree(log.rows(), golden.getAsJsonArray("log"));
        assertWent(models.specialist().weights(), mode, "specialist", "specialist");
        assertWent(models.discriminator().orElseThrow(), mode, "discriminator", "discriminator");
        if (mode.equals("ema")) {
            assertWent(models.generalist().orElseThrow().weights(), mode, "specialist", "ema");
        }
    }

    private static void agree(List<Iteration> rows, JsonArray log) {
        assertThat(rows).hasSize(log.size());
        for (int i = 0; i < log.size(); i++) {
            Map<String, Double> seen = new HashMap<>(rows.get(i).terms());
            seen.putAll(rows.get(i).watched());
            seen.keySet().retainAll(NAMES.values());
            JsonObject expected = log.get(i).getAsJsonObject();
            assertThat(seen).as("terms of entry %s", i).hasSameSizeAs(expected.entrySet());
            for (Map.Entry<String, JsonElement> term : expected.entrySet()) {
                double value = Objects.requireNonNull(seen.get(NAMES.get(term.getKey())), term.getKey());
                assertAgrees(value, term.getValue().getAsDouble(), 1e-3);
            }
        }
    }

    /**
     * Final weights off by less than half a hundredth of the way that training went, and float32's own rounding: a
     * moving average goes a way of a few thousand roundings only. Adam makes steps of one size from gradients that are
     * rounding errors, so that the same code ends less than 0.001 (AVX-512), 0.0017 (SSE 4.1) and 0.0029 (AVX2) of the way off
     * by the processor's instructions alone.
     */
    private static void assertWent(StateDict actual, String mode, String from, String to) {
        StateDict start = Checkpoints.read(Golden.file(mode + "_init.pth"), from);
        StateDict end = Checkpoints.read(Golden.file(mode + "_final.pth"), to);
        assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(end.names());
        double off = 0;
        double way = 0;
        double size = 0;
        for (String name : end.names()) {
            off += squares(actual.tensor(name).floats(), end.tensor(name).floats());
            way += squares(start.tensor(name).floats(), end.tensor(name).floats());
            size += squares(
                    new float[(int) end.tensor(name).size()], end.tensor(name).floats());
        }
        assertThat(Math.sqrt(off))
                .as("deviation of %s, which went %s from %s", to, Math.sqrt(way), Math.sqrt(size))
                .isLessThan(5e-3 * Math.sqrt(way) + FLOAT32_ROUNDING * Math.sqrt(size));
    }

    private static double squares(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return sum;
    }

    private static Distillation sentence(String mode, JsonObject config) {
        Network specialist = network(mode, "specialist");
        return Distillation.in(FeatureExtractor.load(Golden.file("vgg19_width0.125.pth")))
                .precision(Precision.FLOAT32)
                .specialist(specialist)
                .generalist(
                        mode.equals("ema")
                                ? new MovingAverage(config.get("ema_decay").getAsDouble())
                                : new Frozen(network(mode, "generalist")))
                .labeled(Small.IMAGES.downscaledBy(Resampling.MATLAB_BICUBIC))
                .unlabeled(Small.IMAGES)
                .wavelet(w -> w.bands(1, 0.1, 0.01))
                .adversarial(a -> a.discriminator(DiscriminatorStart.of(
                                Checkpoints.read(Golden.file(mode + "_init.pth"), "discriminator"), mode + "_init.pth"))
                        .discriminatorWarmUp(config.get("net_d_init_iters").getAsInt()))
                .warmUp(config.get("warmup").getAsInt())
                .iterations(config.get("iterations").getAsInt())
                .crop(16);
    }

    private static Network network(String mode, String entry) {
        return Network.of(Checkpoints.read(Golden.file(mode + "_init.pth"), entry), entry);
    }

    /** The batches of a file: lq_s_k, lq_t_k and gt_s_k for k from 1 on. */
    private static final class StoredBatches implements BatchSource {
        private final StateDict arrays;
        private int k;

        StoredBatches(String file) {
            arrays = Golden.arrays(file);
        }

        @Override
        public TrainingBatch next(Scope step) {
            k++;
            return TrainingBatch.of(new PerDomain(tensor("lq_s_", step), tensor("lq_t_", step)), tensor("gt_s_", step));
        }

        private NDArray tensor(String name, Scope step) {
            StoredTensor array = arrays.tensor(name + k);
            return step.tensor(array.floats(), array.shape());
        }
    }
}
