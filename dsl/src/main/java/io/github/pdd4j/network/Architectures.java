package io.github.pdd4j.network;

import io.github.pdd4j.io.NearestNames;
import io.github.pdd4j.weights.Checkpoints;
import io.github.pdd4j.weights.StateDict;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The registered architectures: those on the class path and those added at run time. */
final class Architectures {
    private static final List<Architecture> ALL =
            ServiceLoader.load(Architecture.class, Architecture.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    /** Custom architectures, at most one for each name, newest first. */
    private static final List<Architecture> OWN = new CopyOnWriteArrayList<>();

    private Architectures() {}

    /** Registers a custom architecture for this process; it replaces an earlier one with the same name. */
    static synchronized void add(Architecture architecture) {
        OWN.removeIf(known -> known.family().equals(architecture.family()));
        OWN.add(0, architecture);
    }

    private static List<Architecture> families() {
        return Stream.concat(OWN.stream(), ALL.stream()).toList();
    }

    static Architecture.Recognized read(Path file) {
        return recognize(Checkpoints.read(file));
    }

    /** Recognizes a network of any kind. */
    static Architecture.Recognized recognize(StateDict weights) {
        return recognize(weights, ModelConfig.class);
    }

    /**
     * Recognizes a network. If there are several under prefixes, the first of the wanted kind is returned, otherwise
     * the first.
     *
     * @throws IllegalArgumentException if no network is recognized, or it contains non-finite numbers
     */
    static Architecture.Recognized recognize(StateDict weights, Class<? extends ModelConfig> wanted) {
        return recognize(weights, wanted, families());
    }

    static Architecture.Recognized recognize(
            StateDict weights, Class<? extends ModelConfig> wanted, List<Architecture> families) {
        Search search = new Search(families);
        return search.of(weights, wanted).orElseThrow(() -> unknown(weights, families));
    }

    /** Recognizes a network of the wanted kind; empty if there is none. */
    static Optional<Architecture.Recognized> find(StateDict weights, Class<? extends ModelConfig> wanted) {
        return new Search(families()).of(weights, wanted).filter(found -> wanted.isInstance(found.config()));
    }

    /**
     * Tries all architectures, because one that rejects a file may come before the right one. Keeps the first
     * rejection.
     */
    private static final class Search {
        private final List<Architecture> families;
        private @Nullable IllegalArgumentException refusal;

        Search(List<Architecture> families) {
            this.families = families;
        }

        Optional<Architecture.Recognized> of(StateDict weights, Class<? extends ModelConfig> wanted) {
            Architecture.Recognized another = null;
            for (Iterator<StateDict> each = PrefixedNetworks.of(weights).iterator(); each.hasNext(); ) {
                Optional<Architecture.Recognized> found = in(each.next());
                if (found.isPresent() && wanted.isInstance(found.get().config())) {
                    return found.map(Search::finite);
                }
                another = another == null ? found.orElse(null) : another;
            }
            if (another == null && refusal != null) {
                throw refusal;
            }
            return Optional.ofNullable(another).map(Search::finite);
        }

        private static Architecture.Recognized finite(Architecture.Recognized found) {
            found.weights().requireFinite();
            return found;
        }

        private Optional<Architecture.Recognized> in(StateDict weights) {
            return families.stream().flatMap(family -> ask(family, weights)).findFirst();
        }

        private Stream<Architecture.Recognized> ask(Architecture family, StateDict weights) {
            try {
                return family.recognize(weights).stream();
            } catch (IllegalArgumentException e) {
                refusal = refusal == null ? e : refusal;
                return Stream.empty();
            }
        }
    }

    private static IllegalArgumentException unknown(StateDict weights, List<Architecture> families) {
        String known = families.stream().map(Architecture::family).collect(Collectors.joining(", "));
        Optional<String> other = OtherNetworks.named(weights);
        String got = other.map(name -> ", which holds " + name + " by the names of its tensors")
                .orElseGet(() -> " whose tensors begin " + first(weights));
        Optional<String> renaming = other.isPresent() ? Optional.empty() : nearest(weights, families);
        String next = renaming.orElse("use a file of one of these");
        return new IllegalArgumentException("checkpoint must hold one of the known networks (" + known + "), got "
                + weights.source() + got + ": " + next);
    }

    /** Suggests a renaming if a landmark has a typo or another case. */
    private static Optional<String> nearest(StateDict weights, List<Architecture> families) {
        return families.stream()
                .flatMap(family -> NearestNames.near(family.landmark(), weights.names()).stream()
                        .map(name -> "if it is " + family.family() + ", rename " + name + " to " + family.landmark()
                                + " and the others likewise"))
                .findFirst();
    }

    private static List<String> first(StateDict weights) {
        return weights.names().stream().limit(3).toList();
    }
}
