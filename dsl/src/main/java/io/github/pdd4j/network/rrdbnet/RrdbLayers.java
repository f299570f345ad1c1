package io.github.pdd4j.network.rrdbnet;

import io.github.pdd4j.weights.LayerGraph;
import java.util.ArrayList;
import java.util.List;

/** The layers of RRDBNet for other programs; the same computation as in {@code rrdbnet.script}. */
final class RrdbLayers {
    private static final double SLOPE = 0.2;
    private static final double RESIDUAL = 0.2;

    private RrdbLayers() {}

    /** Adds the layers to an empty graph. */
    static <G extends LayerGraph> G add(RrdbNet.Config form, G graph) {
        int fold = form.multiple();
        String first = graph.convolution("conv_first", fold == 1 ? graph.input() : graph.folded(graph.input(), fold));
        String x = first;
        for (int block = 0; block < form.blocks(); block++) {
            String y = x;
            for (int dense = 1; dense <= 3; dense++) {
                y = dense(graph, "body." + block + ".rdb" + dense + ".conv", y);
            }
            x = graph.scaledSum(RESIDUAL, y, x);
        }
        x = graph.sum(first, graph.convolution("conv_body", x));
        for (int step = 1; step <= form.steps(); step++) {
            x = graph.leaky("conv_up" + step, graph.enlarged(x, 2), SLOPE);
        }
        graph.convolution("conv_last", graph.leaky("conv_hr", x, SLOPE));
        return graph;
    }

    private static String dense(LayerGraph graph, String name, String x) {
        List<String> seen = new ArrayList<>(List.of(x));
        for (int k = 1; k < RrdbNet.DENSE_CONVOLUTIONS; k++) {
            seen.add(graph.leaky(name + k, graph.joined(seen), SLOPE));
        }
        return graph.scaledSum(RESIDUAL, graph.convolution(name + RrdbNet.DENSE_CONVOLUTIONS, graph.joined(seen)), x);
    }
}
