package io.github.pdd4j.loss;

import static io.github.pdd4j.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pdd4j.Golden;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tensor.Tensors;
import io.github.pdd4j.weights.StateDict;
import io.github.pdd4j.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AdversarialTest {
    static final List<AdversarialKind> KINDS = AdversarialKind.ALL;

    private static final Offset<Float> CLOSE = within(2e-4f);

    @ParameterizedTest
    @FieldSource("KINDS")
    void losses_agree_with_the_published_code(AdversarialKind kind) throws IOException {
        JsonObject expected = JsonParser.parseString(Files.readString(Golden.file("losses.json")))
                .getAsJsonObject()
                .getAsJsonObject(
                        "gan/" + kind.toString().replace("AdversarialKind.", "").toLowerCase(Locale.ROOT));
        StoredTensor stored = Golden.arrays("gan_logits.npz").tensor("logits");
        try (Scope scope = Scope.inference()) {
            NDArray logits = scope.tensor(stored.floats(), stored.shape());

            assertAgrees(
                    Adversarial.AUTHORS_CODE.weight() * kind.generator(logits).getFloat(),
                    expected.get("g").getAsDouble(),
                    1e-4);
            assertAgrees(kind.real(logits).getFloat(), expected.get("d_real").getAsDouble(), 1e-4);
            assertAgrees(kind.fake(logits).getFloat(), expected.get("d_fake").getAsDouble(), 1e-4);
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void gradients_agree_with_finite_differences(AdversarialKind kind) {
        float[] logits = {-3, -0.6f, -0.1f, 0.3f, 0.8f, 2.5f};

        assertThat(gradient(kind::generator, logits)).containsExactly(differences(kind::generator, logits), CLOSE);
        assertThat(gradient(kind::real, logits)).containsExactly(differences(kind::real, logits), CLOSE);
        assertThat(gradient(kind::fake, logits)).containsExactly(differences(kind::fake, logits), CLOSE);
    }

    @Test
    void a_checkpoint_of_another_network_and_impossible_settings_are_refused() {
        StateDict other = StateDict.of(Map.of("conv.bias", StoredTensor.of(new float[] {1}, 1)));

        assertThatThrownBy(() -> DiscriminatorStart.of(other, "other.pth"))
                .hasMessage("discriminator must be a UNetDiscriminatorSN in BasicSR's key layout, got other.pth with"
                        + " other keys: use DiscriminatorStart.unet(64) to begin with random weights");
        assertThatThrownBy(() -> Adversarial.AUTHORS_CODE.discriminatorWarmUp(-1))
                .hasMessage(
                        "warm-up of the discriminator must be at least 0 iterations, got -1: use discriminatorWarmUp(300)"
                                + " as the published code does");
        assertThatThrownBy(() -> Adversarial.AUTHORS_CODE.weight(-0.1))
                .hasMessage(
                        "weight of adversarial must be a finite number from 0 on, got -0.1: use 0 to switch it off");
    }

    private static float[] gradient(UnaryOperator<NDArray> loss, float[] at) {
        try (Scope scope = Scope.recording()) {
            NDArray x = Tensors.leaf(scope.tensor(at, 1, 1, 1, at.length));
            return Tensors.gradients(loss.apply(x), List.of(x)).get(0).toFloatArray();
        }
    }

    private static float[] differences(UnaryOperator<NDArray> loss, float[] at) {
        float step = 1e-2f;
        float[] slopes = new float[at.length];
        for (int i = 0; i < at.length; i++) {
            slopes[i] = (value(loss, at, i, step) - value(loss, at, i, -step)) / (2 * step);
        }
        return slopes;
    }

    private static float value(UnaryOperator<NDArray> loss, float[] at, int i, float shift) {
        float[] moved = at.clone();
        moved[i] += shift;
        try (Scope scope = Scope.inference()) {
            return loss.apply(scope.tensor(moved, 1, 1, 1, at.length)).getFloat();
        }
    }
}
