package io.github.pdd4j.network.compact;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.NcnnLayers;
import io.github.pdd4j.network.SuperResolver;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** SRVGGNetCompact, the small plain network of Real-ESRGAN (realesr-general-x4v3, the animation-video models). */
public final class Compact implements Architecture {
    private static final Script SCRIPT = Script.of(Compact.class, "compact.script");

    @Override
    public Optional<Recognised> recognise(StateDict weights) {
        StateDict usual = usual(weights);
        boolean prelu =
                usual.has("body.1.weight") && usual.tensor("body.1.weight").shape().length == 1;
        if (!prelu || !usual.has("body.0.weight")) {
            return Optional.empty();
        }
        Form form = Form.of(usual);
        return Optional.of(new Recognised(form, usual.only(form.names())));
    }

    /** The tensors under the usual names where ncnn has convolutions and PReLUs in turn, otherwise as they were. */
    private static StateDict usual(StateDict weights) {
        return NcnnLayers.of(weights)
                .filter(Compact::alternates)
                .map(layers -> {
                    requireOneUpscaling(layers, weights);
                    return layers.named(IntStream.range(0, layers.size())
                            .mapToObj(i -> "body." + i)
                            .toList());
                })
                .orElse(weights);
    }

    private static boolean alternates(NcnnLayers layers) {
        return layers.size() % 2 == 1
                && layers.count("PixelShuffle") == 1
                && IntStream.range(0, layers.size()).allMatch(i -> layers.shape(i).length == (i % 2 == 0 ? 4 : 1));
    }

    /** Files that say x2 and x3 are the x4 network whose prediction is resized in the end. */
    private static void requireOneUpscaling(NcnnLayers layers, StateDict weights) {
        if (layers.count("Interp") > 1) {
            throw new IllegalArgumentException("SRVGGNetCompact in an ncnn file must answer at its own scale, got "
                    + weights.source()
                    + ", which resizes its prediction once more: use the file of the same network without that, x4");
        }
    }

    /**
     * The sizes of one SRVGGNetCompact.
     *
     * @param convolutions those between the first and the last one
     */
    record Form(int scale, int features, int convolutions) implements SuperResolver {
        static Form of(StateDict weights) {
            int last = 0;
            while (weights.has("body." + (last + 2) + ".weight")) {
                last += 2;
            }
            long outputs = weights.tensor("body." + last + ".weight").shape()[0];
            int features = (int) weights.tensor("body.0.weight").shape()[0];
            return new Form((int) Math.round(Math.sqrt(outputs / 3.0)), features, last / 2 - 1);
        }

        @Override
        public String architecture() {
            return "SRVGGNetCompact";
        }

        @Override
        public List<String> names() {
            List<String> names = new ArrayList<>();
            for (int i = 0; i <= convolutions; i++) {
                names.addAll(List.of("body." + 2 * i + ".weight", "body." + 2 * i + ".bias"));
                names.add("body." + (2 * i + 1) + ".weight");
            }
            int last = 2 * convolutions + 2;
            names.addAll(List.of("body." + last + ".weight", "body." + last + ".bias"));
            return List.copyOf(names);
        }

        @Override
        public NDArray forward(NDArray x, List<NDArray> weights) {
            return SCRIPT.call("forward", x, weights, scale);
        }
    }
}
