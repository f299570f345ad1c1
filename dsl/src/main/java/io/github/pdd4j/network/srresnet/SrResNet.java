package io.github.pdd4j.network.srresnet;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.network.Architecture;
import io.github.pdd4j.network.BodyFeatures;
import io.github.pdd4j.tensor.Script;
import io.github.pdd4j.weights.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MSRResNet: SRResNet, the generator of SRGAN (Ledig et al. 2017, fig. 4), without batch normalisation. */
public final class SrResNet implements Architecture {
    private static final Script SCRIPT = Script.of(SrResNet.class, "srresnet.script");

    @Override
    public Optional<Recognised> recognise(StateDict weights) {
        if (!weights.has("conv_first.weight")
                || !weights.has("body.0.conv1.weight")
                || !weights.has("upconv1.weight")) {
            return Optional.empty();
        }
        Form form = Form.of(weights);
        return Optional.of(new Recognised(form, weights.only(form.names())));
    }

    /** The sizes of one MSRResNet: scale 4 has two upsampling steps, scales 2 and 3 one. */
    record Form(int scale, int features, int blocks) implements BodyFeatures {
        static Form of(StateDict weights) {
            long features = weights.tensor("conv_first.weight").shape()[0];
            int blocks = 0;
            while (weights.has("body." + blocks + ".conv1.weight")) {
                blocks++;
            }
            long outputs = weights.tensor("upconv1.weight").shape()[0];
            int scale = weights.has("upconv2.weight") ? 4 : (int) Math.round(Math.sqrt((double) outputs / features));
            return new Form(scale, (int) features, blocks);
        }

        @Override
        public String architecture() {
            return "SRResNet";
        }

        @Override
        public List<String> names() {
            List<String> names = new ArrayList<>(List.of("conv_first"));
            for (int block = 0; block < blocks; block++) {
                names.addAll(List.of("body." + block + ".conv1", "body." + block + ".conv2"));
            }
            names.addAll(scale == 4 ? List.of("upconv1", "upconv2") : List.of("upconv1"));
            names.addAll(List.of("conv_hr", "conv_last"));
            return names.stream()
                    .flatMap(name -> List.of(name + ".weight", name + ".bias").stream())
                    .toList();
        }

        @Override
        public NDArray forward(NDArray x, List<NDArray> weights) {
            return SCRIPT.call("forward", x, weights, blocks, scale);
        }

        @Override
        public NDArray body(NDArray x, List<NDArray> weights) {
            return SCRIPT.call("body", x, weights, blocks);
        }
    }
}
