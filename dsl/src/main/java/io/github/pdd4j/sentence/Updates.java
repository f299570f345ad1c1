package io.github.pdd4j.sentence;

import io.github.pdd4j.api.Internal;
import io.github.pdd4j.setting.Facts;
import io.github.pdd4j.setting.Phrases;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which weights of the specialist are trained, by their names.
 *
 * @param layers layers or groups of layers, as the names of their weights begin; empty if a rule chooses
 * @param rule whether the weight of a name is trained; null if layers are named
 */
@Internal
public record Updates(List<String> layers, @Nullable Predicate<String> rule) implements Facts.Stated {
    /**
     * Copies the list.
     *
     * @param layers layers or groups of layers, at least one unless there is a rule
     * @param rule whether the weight of a name is trained; null if layers are named
     * @throws IllegalArgumentException if there is neither, or a layer has no name
     */
    public Updates {
        layers = List.copyOf(layers);
        if (rule == null && (layers.isEmpty() || layers.stream().anyMatch(String::isBlank))) {
            throw new IllegalArgumentException("updates(...) must name at least one layer, got " + Phrases.list(layers)
                    + ": use updates(\"body\"), or leave it out to train all");
        }
    }

    /**
     * Tells whether a weight is trained.
     *
     * @param name its name, for example {@code body.3.weight}
     * @return whether it is chosen: {@code body.3} chooses it, {@code body.30.weight} is another layer's
     */
    public boolean chooses(String name) {
        return rule == null ? layers.stream().anyMatch(layer -> isOf(layer, name)) : rule.test(name);
    }

    /** Whether a weight belongs to a layer or a group. */
    static boolean isOf(String layer, String name) {
        return name.equals(layer) || name.startsWith(layer.endsWith(".") ? layer : layer + ".");
    }

    @Override
    public Object facts() {
        return rule == null ? layers : Map.of(Facts.TYPE, "code");
    }

    /** Returns the arguments of the call that makes this value. */
    @Override
    public String toString() {
        return rule == null ? Phrases.list(layers) : "...";
    }
}
