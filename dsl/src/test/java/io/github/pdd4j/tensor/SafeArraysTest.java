package io.github.pdd4j.tensor;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a loss may say about its arrays, held to calculus and to DJL's own arrays. */
class SafeArraysTest {
    private static final float[] VALUES = {0.37f, 1.7f, 2.5f, 0.9f};

    private Scope scope;
    private NDArray leaf;
    private NDArray x;

    @BeforeEach
    void open() {
        scope = Scope.recording();
        leaf = Tensors.leaf(scope.tensor(VALUES, 2, 2));
        x = Tensors.safe(leaf);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Their gradient is the number everywhere, if the number is still there when the gradient is taken. */
    static final Map<String, NumberUse> NUMBERS_IN_GRADIENTS = Map.of(
            "mul", (x, n) -> x.mul(n),
            "div", (x, n) -> x.div(1.0 / n),
            "muli", (x, n) -> x.add(0).muli(n),
            "divi", (x, n) -> x.add(0).divi(1f / n),
            "pow", (x, n) -> x.sub(x.stopGradient()).add(1).pow(n),
            "maximum", (x, n) -> x.sub(x.stopGradient()).maximum(-n).mul(n),
            "rdiv",
                    (x, n) ->
                            x.stopGradient().sub(x).sub(1).getNDArrayInternal().rdiv(n),
            "toRadians", (x, n) -> x.toRadians().mul(180 / Math.PI).mul(n),
            "scaleGradient", (x, n) -> x.scaleGradient(n),
            "an array that was closed", SafeArraysTest::byClosedArray);

    @FunctionalInterface
    interface NumberUse {
        NDArray of(NDArray x, int number);
    }

    private static NDArray byClosedArray(NDArray x, int number) {
        try (NDArray factor = x.getManager().create(new float[] {number, number}, new Shape(1, 2))) {
            return x.mul(factor);
        }
    }

    @Test
    void numbers_survive_garbage_collections_between_loss_and_gradient() {
        Map<String, List<NDArray>> losses = new LinkedHashMap<>();
        NUMBERS_IN_GRADIENTS.forEach((name, use) -> losses.put(
                name,
                IntStream.rangeClosed(1, 200).mapToObj(n -> use.of(x, n).sum()).toList()));
        System.gc();
        List<ByteBuffer> overwriting = Stream.generate(() ->
                        ByteBuffer.allocateDirect(8).putFloat(0, Float.NaN).putFloat(4, Float.NaN))
                .limit(10_000)
                .toList();

        assertThat(overwriting).hasSize(10_000);
        losses.forEach((name, ofNumbers) -> {
            for (int n = 1; n <= 200; n++) {
                assertThat(gradient(ofNumbers.get(n - 1)))
                        .as(name)
                        .containsExactly(new float[] {n, n, n, n}, within(1e-4f * n));
            }
        });
    }

    private static final Map<String, DoubleBinaryOperator> CALCULUS = Map.ofEntries(
            entry("add", Double::sum),
            entry("sub", (x, n) -> x - n),
            entry("mul", (x, n) -> x * n),
            entry("div", (x, n) -> x / n),
            entry("mod", (x, n) -> x - n * Math.floor(x / n)),
            entry("pow", Math::pow),
            entry("maximum", Math::max),
            entry("minimum", Math::min),
            entry("rsub", (x, n) -> n - x),
            entry("rdiv", (x, n) -> n / x),
            entry("rmod", (x, n) -> n - x * Math.floor(n / x)),
            entry("rpow", (x, n) -> Math.pow(n, x)),
            entry("eq", (x, n) -> x == n ? 1 : 0),
            entry("neq", (x, n) -> x != n ? 1 : 0),
            entry("gt", (x, n) -> x > n ? 1 : 0),
            entry("gte", (x, n) -> x >= n ? 1 : 0),
            entry("lt", (x, n) -> x < n ? 1 : 0),
            entry("lte", (x, n) -> x <= n ? 1 : 0));

    /** DJL has no percentile of arrays with gradients, and does not implement these on its PyTorch engine. */
    private static final Set<String> NOT_IN_CALCULUS = Set.of("percentile", "rdivi", "rmodi", "rpowi");

    static Stream<Method> methods_of_a_number() {
        return Stream.of(NDArray.class, NDArrayEx.class)
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Number.class}))
                .filter(method -> method.getReturnType() == NDArray.class)
                .filter(method -> !NOT_IN_CALCULUS.contains(method.getName()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods_of_a_number")
    void every_method_of_a_number_follows_calculus_and_stays_float32(Method method) throws Exception {
        DoubleBinaryOperator expected = Objects.requireNonNull(
                CALCULUS.get(method.getName().replaceFirst("(?<=.)i$", "")), () -> "judge " + method);
        for (Number number : List.of(1.3, 0.7f, 2, 3L)) {
            for (NDArray at : List.of(x, x.get(0, 1))) {
                NDArray copy = at.add(0);
                Object on = method.getDeclaringClass() == NDArray.class ? copy : copy.getNDArrayInternal();
                NDArray result = (NDArray) method.invoke(on, number);
                assertAgrees(at, result, a -> expected.applyAsDouble(a, number.doubleValue()));
            }
        }
    }

    @Test
    void other_methods_whose_numbers_lie_hidden_follow_calculus_too() {
        NDArray scalar = x.get(0, 1);
        assertAgrees(scalar, scalar.clip(0.5, 2.0), a -> Math.min(2, Math.max(0.5, a)));
        assertAgrees(x, x.clip(0.5, 2), a -> Math.min(2, Math.max(0.5, a)));
        assertAgrees(scalar, scalar.cbrt(), Math::cbrt);
        assertAgrees(scalar, scalar.toDegrees(), Math::toDegrees);
        assertAgrees(scalar, scalar.toRadians(), Math::toRadians);
        assertAgrees(x, Activation.swish(x, 1.5f), a -> a / (1 + Math.exp(-1.5 * a)));
        assertAgrees(x, NDArrays.div(2, x), a -> 2 / a);
        assertAgrees(x, NDArrays.pow(2, x), a -> Math.pow(2, a));
    }

    private void assertAgrees(NDArray at, NDArray result, DoubleUnaryOperator expected) {
        float[] inputs = at.toFloatArray();
        double step = 1e-6;
        boolean truth = result.getDataType() == DataType.BOOLEAN;
        assertThat(result.toType(DataType.FLOAT32, false).toFloatArray())
                .containsExactly(each(inputs, expected), within(1e-5f));
        assertThat(result.getDataType()).isEqualTo(truth ? DataType.BOOLEAN : DataType.FLOAT32);
        if (!truth) {
            float[] slopes = each(
                    inputs, a -> (expected.applyAsDouble(a + step) - expected.applyAsDouble(a - step)) / (2 * step));
            float[] gradient =
                    at.getShape().isScalar() ? new float[] {gradient(result.sum())[1]} : gradient(result.sum());
            assertThat(gradient).containsExactly(slopes, within(1e-3f));
        }
    }

    private static float[] each(float[] inputs, DoubleUnaryOperator function) {
        float[] results = new float[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            results[i] = (float) function.applyAsDouble(inputs[i]);
        }
        return results;
    }

    /** What a researcher may write; none of them is unsafe on DJL's own arrays. */
    static final Map<String, UnaryOperator<NDArray>> ORDINARY = Map.ofEntries(
            entry("parts by text", x -> x.get(":, 1:").sub(x.get("..., :-1"))),
            entry(
                    "parts by index",
                    x -> x.get(new NDIndex(":, {}", 1))
                            .add(x.get(new NDIndex().addAllDim().addSliceDim(0, 1)))),
            entry("a mask", x -> x.get(x.gt(0.5f)).square()),
            entry("a mask of a module", x -> NDArrays.booleanMask(x, x.gt(0.5f))),
            entry("where", x -> NDArrays.where(x.gt(1), x.square(), x.neg())),
            entry("gathering", x -> x.gather(x.argSort(1), 1).cumSum(1)),
            entry(
                    "splitting",
                    x -> x.split(2).get(1).sub(x.split(new long[] {1}, 1).get(0))),
            entry("stacking", x -> NDArrays.stack(new NDList(x, x.exp()), 0).mean(new int[] {0})),
            entry("joining", x -> x.concat(x.square(), 1).sum(new int[] {1})),
            entry("joining lists", x -> NDArrays.concat(new NDList(x, x.log()), 0)),
            entry(
                    "shapes",
                    x -> x.reshape(1, -1).transpose().expandDims(0).squeeze(2).flip(1)),
            entry("products", x -> x.matMul(x.transpose(1, 0)).dot(x)),
            entry("norms", x -> x.norm(new int[] {1}).add(x.norm())),
            entry("a softmax", x -> x.softmax(1).log().mul(x.logSoftmax(0))),
            entry(
                    "activations",
                    x -> Activation.relu(x.sub(1)).add(Activation.softPlus(x)).add(Activation.gelu(x))),
            entry(
                    "a leaky activation",
                    x -> Activation.leakyRelu(new NDList(x.sub(1)), 0.1f).singletonOrThrow()),
            entry("the largest", x -> x.topK(1, 1).get(0).add(x.max()).sub(x.min())),
            entry("functions", x -> x.sin().add(x.tanh()).add(x.sqrt()).add(x.erf())),
            entry("in place", x -> x.add(0).subi(x.square()).negi()),
            entry("an array beside it", x -> x.mul(x.getManager().create(new float[] {2, 3}))),
            entry(
                    "ones and likes",
                    x -> x.mul(x.onesLike())
                            .add(x.zerosLike())
                            .sub(x.getManager().ones(new Shape(2, 2)))),
            entry("a loss of DJL", x -> Loss.l1Loss().evaluate(new NDList(x.zerosLike()), new NDList(x))),
            entry("a convolution", SafeArraysTest::convolved));

    private static NDArray convolved(NDArray x) {
        NDArray kernel = x.getManager().create(new float[] {1, -1}, new Shape(1, 1, 1, 2));
        return x.reshape(1, 1, 2, 2)
                .getNDArrayInternal()
                .convolution(x.reshape(1, 1, 2, 2), kernel, null, new Shape(1, 1), new Shape(0, 0), new Shape(1, 1), 1)
                .singletonOrThrow();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("ORDINARY_NAMES")
    void ordinary_words_mean_what_they_mean_on_djls_own_arrays(String name) {
        UnaryOperator<NDArray> words = Objects.requireNonNull(ORDINARY.get(name));
        NDArray safe = words.apply(x);
        NDArray own = words.apply(leaf);

        assertThat(safe.toFloatArray()).containsExactly(own.toFloatArray());
        assertThat(gradient(safe.sum())).containsExactly(gradient(own.sum()));
    }

    static final List<String> ORDINARY_NAMES = List.copyOf(new TreeSet<>(ORDINARY.keySet()));

    @Test
    void copies_and_conversions_let_gradients_through() {
        NDArray doubled = x.toType(DataType.FLOAT64, true).add(x.toType(DataType.FLOAT32, false));
        NDArray changed = x.duplicate();
        changed.addi(5);
        NDArray there = x.toDevice(x.getDevice(), true).muli(x);

        assertThat(doubled.getDataType()).isEqualTo(DataType.FLOAT64);
        assertThat(gradient(doubled.toType(DataType.FLOAT32, false).sum())).containsExactly(2, 2, 2, 2);
        assertThat(gradient(changed.sum())).containsExactly(1, 1, 1, 1);
        assertThat(gradient(there.sum())).containsExactly(each(VALUES, a -> 2 * a), within(1e-6f));
        assertThat(x.toFloatArray()).containsExactly(VALUES);
    }

    @Test
    void whole_numbers_and_truths_keep_their_kind() {
        NDArray whole = x.getManager().create(new int[] {1, 2});

        assertThat(whole.mul(2).getDataType()).isEqualTo(DataType.INT32);
        assertThat(whole.mul(0.5).toFloatArray()).containsExactly(0.5f, 1);
        assertThat(whole.gt(1.5).mul(3).toLongArray()).containsExactly(0, 3);
        assertThat(whole.clip(2, 3).toIntArray()).containsExactly(2, 2);
    }

    @Test
    void what_is_done_in_place_gives_the_array_itself_and_what_is_safe_stays_so() {
        NDArray own = x.add(0);

        assertThat(own.muli(2)).isSameAs(own);
        assertThat(Tensors.safe(own)).isSameAs(own);
        assertThat(own).isEqualTo(x.mul(2)).isNotEqualTo(x);
        assertThat(own.hashCode()).isEqualTo(own.hashCode());
        assertThat(own.toString()).contains("float32");
    }

    @Test
    void scripts_take_safe_arrays_and_answer_with_safe_ones() {
        NDArray scaled = Tensors.scaled(x, 3).mul(2);
        NDArray beside = Tensors.scaled(leaf, 3).add(leaf);

        assertThat(gradient(scaled.sum())).containsExactly(6, 6, 6, 6);
        assertThat(Tensors.gradients(scaled.sum(), List.of(x)).get(0).toFloatArray())
                .containsExactly(6, 6, 6, 6);
        assertThat(gradient(x.mul(beside).sum())).containsExactly(each(VALUES, a -> 8 * a), within(1e-5f));
        assertThat(Tensors.finite(List.of(x, scaled))).isTrue();
    }

    @Test
    void what_cannot_be_done_safely_is_refused_in_a_sentence() {
        assertThatThrownBy(() -> leaf.mul(x))
                .hasMessage(
                        "arrays in a loss must be combined with arrays of the same loss, got one made elsewhere, whose result would"
                                + " carry no gradient: make it with getManager().create(...) of an array of the loss,"
                                + " or read numbers with toFloatArray()");
        assertThatThrownBy(() -> x.toType(DataType.BFLOAT16, false))
                .hasMessage(
                        "array of a loss must be converted to one of [float32, float64, float16, uint8, int32, int8,"
                                + " int64, boolean], got bfloat16: use FLOAT32, the engine's conversion to it would end the program");
        Device elsewhere = Device.gpu(Torch.graphicsCards());
        assertThatThrownBy(() -> x.toDevice(elsewhere, false))
                .hasMessage("array of a loss must stay on " + x.getDevice() + ", got toDevice(" + elsewhere
                        + "): leave it out, the whole graph is computed there");
        assertThatThrownBy(() -> x.setRequiresGradient(true))
                .hasMessage(
                        "gradients inside a loss must be asked for as values, got a call that stores them on an array:"
                                + " use Tensors.gradients(loss, List.of(Tensors.leaf(x)))");
    }

    @Test
    void an_intermediate_manager_may_be_closed_before_the_gradient_is_taken() {
        NDArray loss;
        try (NDManager between = x.getManager().newSubManager()) {
            NDArray square = x.square();
            square.attach(between);
            loss = square.mul(2).sum();
            loss.attach(x.getManager());
        }

        assertThat(gradient(loss)).containsExactly(each(VALUES, a -> 4 * a), within(1e-5f));
    }

    private float[] gradient(NDArray loss) {
        return Tensors.firstGradients(loss, List.of(leaf)).get(0).toFloatArray();
    }
}
