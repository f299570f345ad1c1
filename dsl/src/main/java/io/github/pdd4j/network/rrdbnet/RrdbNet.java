package io.github.pdd4j.network.rrdbnet;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatures;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import java.util.Optional;

/** RRDBNet, the generator of ESRGAN (Wang et al. 2018, fig. 4) and of Real-ESRGAN, in any of its key layouts. */
public final class RrdbNet implements Architecture {
    private static final Script SCRIPT = Script.of(RrdbNet.class, "rrdbnet.script");

    @Override
    public Optional<Recognised> recognise(StateDict weights) {
        StateDict usual = Layouts.usual(weights);
        if (!usual.has("conv_first.weight") || !usual.has("body.0.rdb1.conv1.weight")) {
            return Optional.empty();
        }
        Form form = Form.of(usual);
        return Optional.of(new Recognised(form, usual.only(form.names())));
    }

    /**
     * The sizes of one RRDBNet.
     *
     * @param scale 4, or 2 and 1 whose input is first folded by pixel-unshuffle
     */
    record Form(int scale, int features, int blocks, int growth) implements BodyFeatures {
        static Form of(StateDict weights) {
            long[] first = weights.tensor("conv_first.weight").shape();
            long growth = weights.tensor("body.0.rdb1.conv1.weight").shape()[0];
            int blocks = 0;
            while (weights.has("body." + blocks + ".rdb1.conv1.weight")) {
                blocks++;
            }
            int scale = first[1] == 3 ? 4 : first[1] == 12 ? 2 : 1;
            return new Form(scale, (int) first[0], blocks, (int) growth);
        }

        @Override
        public String architecture() {
            return "RRDBNet";
        }

        @Override
        public int multiple() {
            return 4 / scale;
        }

        @Override
        public List<String> names() {
            return Layouts.convolutions(blocks).stream()
                    .flatMap(name -> List.of(name + ".weight", name + ".bias").stream())
                    .toList();
        }

        @Override
        public NDArray forward(NDArray x, List<NDArray> weights) {
            return SCRIPT.call("forward", x, weights, blocks, multiple());
        }

        @Override
        public NDArray body(NDArray x, List<NDArray> weights) {
            return SCRIPT.call("features", x, weights, blocks, multiple());
        }
    }
}
