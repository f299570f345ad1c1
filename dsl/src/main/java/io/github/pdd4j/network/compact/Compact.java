package io.github.pdd4j.network.compact;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.SuperResolver;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SRVGGNetCompact, the small plain network of Real-ESRGAN (realesr-general-x4v3, the animation-video models). */
public final class Compact implements Architecture {
    private static final Script SCRIPT = Script.of(Compact.class, "compact.script");

    @Override
    public Optional<Recognised> recognise(StateDict weights) {
        boolean prelu =
                weights.has("body.1.weight") && weights.tensor("body.1.weight").shape().length == 1;
        if (!prelu || !weights.has("body.0.weight")) {
            return Optional.empty();
        }
        Form form = Form.of(weights);
        return Optional.of(new Recognised(form, weights.only(form.names())));
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
