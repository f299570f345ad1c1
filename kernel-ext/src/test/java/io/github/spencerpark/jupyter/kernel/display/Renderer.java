package io.github.spencerpark.jupyter.kernel.display;

import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public final class Renderer {
    private final List<RenderRegistration<?>> registrations = new ArrayList<>();

    public <T> RenderRegistration<T> createRegistration(Class<T> type) {
        return new RenderRegistration<>(type);
    }

    /** As IJava's: renders by all functions of the value's type, as the types they prefer. */
    public DisplayData render(Object value) {
        return renderAs(value);
    }

    /** As IJava's, where types are named. */
    public DisplayData renderAs(Object value, String... types) {
        DisplayData all = new DisplayData();
        registrations.forEach(each -> all.data.putAll(each.render(value, types).data));
        return all;
    }

    /** Not in IJava. */
    public int size() {
        return registrations.size();
    }

    public final class RenderRegistration<T> {
        private final Class<T> type;
        private Set<MIMEType> preferred = Set.of();
        private RenderFunction<T> function = (value, context) -> {};

        RenderRegistration(Class<T> type) {
            this.type = type;
        }

        public RenderRegistration<T> preferring(MIMEType... types) {
            preferred = Set.of(types);
            return this;
        }

        public RenderRegistration<T> preferring(String... types) {
            return preferring(Arrays.stream(types).map(MIMEType::parse).toArray(MIMEType[]::new));
        }

        public void register(RenderFunction<T> render) {
            function = render;
            registrations.add(this);
        }

        private DisplayData render(Object value, String... types) {
            RenderContext context = new RenderContext(
                    types.length == 0
                            ? preferred
                            : Stream.of(types).map(MIMEType::parse).collect(Collectors.toSet()));
            if (type.isInstance(value)) {
                function.render(type.cast(value), context);
            }
            return context.getOutputContainer();
        }
    }
}
