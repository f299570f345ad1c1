package io.github.pdd4j.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.github.pdd4j.TestWeights;
import io.github.pdd4j.network.rrdbnet.RrdbNet;
import io.github.pdd4j.network.srresnet.SrResNet;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.weights.StateDict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadedWeightsTest {
    /** What is made beside the features would be brought to a graphics card, and read back from it, at every call. */
    @Test
    void a_pass_makes_its_features_and_nothing_else() {
        List<FeatureConfig> forms = List.of(
                RrdbNet.sized(8, 2, 4),
                SrResNet.sized(8, 2),
                PretrainedModels.slimVgg19().config());

        for (FeatureConfig form : forms) {
            try (Scope scope = Scope.inference()) {
                List<NDArray> weights = LoadedWeights.load(TestWeights.of(form, 1), scope, Precision.FLOAT32::hold);
                NDArray x = scope.tensor(new float[3 * 16 * 16], 1, 3, 16, 16);
                form.features(x, weights, form.layers()).close();
                int before = scope.liveArrays();

                int layers = form.features(x, weights, form.layers()).size();

                assertThat(scope.liveArrays() - before)
                        .as(form.architecture())
                        .isEqualTo(layers)
                        .isEqualTo(form.layers().size());
            }
        }
    }

    /** A training keeps its weights for hours, and every checkpoint reads them all. */
    @ParameterizedTest
    @EnumSource
    void reading_weights_keeps_no_copy_of_them(Precision layout) {
        FeatureConfig form = SrResNet.sized(8, 2);
        StateDict start = TestWeights.of(form, 1);
        try (Scope scope = Scope.inference()) {
            List<NDArray> weights = LoadedWeights.load(start, scope, layout::learning);
            int before = scope.liveArrays();

            assertThat(LoadedWeights.snapshot(start.names(), weights)).isEqualTo(start);
            assertThat(scope.liveArrays()).isEqualTo(before);
        }
    }
}
