package io.github.pdd4j;

import static io.github.pdd4j.Pdd.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pdd4j.distill.Configured;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.distill.Preset;
import io.github.pdd4j.distill.ReferenceConfiguration;
import io.github.pdd4j.image.Image;
import io.github.pdd4j.image.Resampling;
import io.github.pdd4j.metric.Protocol;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.Network;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.tablesaw.api.Table;

/** JShell empties variables silently: where one of them reaches a word, the word says so. */
class NullArgumentsTest {
    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(String.class, "x"),
            Map.entry(Path.class, Path.of("x")),
            Map.entry(Network.class, compactSpecialist()),
            Map.entry(FeatureExtractor.class, slimVgg19()),
            Map.entry(Distillation.class, distill()),
            Map.entry(Configured.class, distill()),
            Map.entry(Preset.class, paper().ema()),
            Map.entry(ReferenceConfiguration.class, paper()),
            Map.entry(Protocol.class, pddProtocol()),
            Map.entry(Resampling.class, bicubic()),
            Map.entry(Image.class, Image.of(3, 1, 1, new float[3])),
            Map.entry(Table.class, Table.create("x")));

    private record Case(@Nullable Object target, Method method, int emptied) {
        @Override
        public String toString() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                    + List.of(method.getParameterTypes()).stream()
                            .map(Class::getSimpleName)
                            .toList() + " " + emptied;
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Object target : Arrays.asList(null, distill(), study("x", distill()))) {
            Class<?> type = target == null ? Pdd.class : target.getClass();
            for (Method method : type.getMethods()) {
                boolean isWord = method.getDeclaringClass() != Object.class
                        && !method.isSynthetic()
                        && Modifier.isStatic(method.getModifiers()) == (target == null);
                for (int i = 0; isWord && i < method.getParameterCount(); i++) {
                    if (!method.getParameterTypes()[i].isPrimitive()
                            && !isOfPrimitives(method.getParameterTypes()[i])) {
                        cases.add(new Case(target, method, i));
                    }
                }
            }
        }
        return cases;
    }

    private static boolean isOfPrimitives(Class<?> type) {
        return type.isArray() && type.getComponentType().isPrimitive();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_null_is_told_with_the_reason(Case each) throws IllegalAccessException {
        assertTold(each, null);
        Class<?> type = each.method().getParameterTypes()[each.emptied()];
        if (type.isArray() && !type.getComponentType().isArray()) {
            assertTold(each, Array.newInstance(type.getComponentType(), 1));
        } else if (type == List.class || type == Collection.class) {
            assertTold(each, Collections.singletonList(null));
        }
    }

    /** Parameters without a sample are null too, and are told where they come first. */
    private static void assertTold(Case each, @Nullable Object emptied) throws IllegalAccessException {
        Object[] arguments = Arrays.stream(each.method().getParameterTypes())
                .map(NullArgumentsTest::sample)
                .toArray();
        arguments[each.emptied()] = emptied;
        try {
            each.method().setAccessible(true); // the interface that declares a shorthand is hidden
            each.method().invoke(each.target(), arguments);
            throw new AssertionError("null was taken");
        } catch (InvocationTargetException e) {
            assertThat(e.getCause())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("\\w+ of " + each.method().getName()
                            + "\\(\\.\\.\\.\\) must be a value, got null: JShell empties a variable when a method or class"
                            + " that it was made with is declared again, .*lastRun\\(\\)");
        }
    }

    private static @Nullable Object sample(Class<?> type) {
        if (type.isPrimitive()) {
            return Array.get(Array.newInstance(type, 1), 0);
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type == List.class || type == Collection.class) {
            return List.of();
        }
        if (type == Map.class) {
            return Map.of();
        }
        return Optional.ofNullable(SAMPLES.get(type))
                .orElseGet(() -> type.isInterface() && !type.isSealed()
                        ? Proxy.newProxyInstance(
                                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> null)
                        : null);
    }

    @Test
    @SuppressWarnings("NullAway") // as a cell does, which no such check has seen
    void the_parameter_that_is_null_is_named() {
        assertThatThrownBy(() -> evaluate(bicubicUpscaling(2), null, psnr()))
                .hasMessageStartingWith("pairs of evaluate(...) ");
        assertThatThrownBy(() -> distill().generalist((Network) null))
                .hasMessageStartingWith("network of generalist(...) ");
        assertThatThrownBy(() -> distill().specialist(null)).hasMessageStartingWith("value of specialist(...) ");
        assertThatThrownBy(() -> distill().loss("mine", 1, null)).hasMessageStartingWith("loss of loss(...) ");
        assertThat(cases()).hasSizeGreaterThan(120);
    }
}
