package io.github.pdd4j.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Removes the prefixes that programs add to tensor names. */
final class WrapperPrefixes {
    /** DataParallel and DistributedDataParallel, torch.compile, FullyShardedDataParallel, DeepSpeed. */
    private static final List<String> PREFIXES =
            List.of("module.", "_orig_mod.", "_fsdp_wrapped_module.", "_forward_module.");

    /** The counter that torch.optim.swa_utils.AveragedModel stores beside the wrapped model. */
    private static final String COUNTER = "n_averaged";

    private static final int MAX_SHOWN = 10;

    private WrapperPrefixes() {}

    /** Removes the prefixes of PyTorch's wrappers; returns the names unchanged if two of them would become equal. */
    static StateDict bare(StateDict weights) {
        boolean averaged =
                weights.has(COUNTER) && weights.names().stream().anyMatch(name -> name.startsWith("module."));
        StateDict counted = averaged
                ? weights.only(weights.names().stream()
                        .filter(name -> !name.equals(COUNTER))
                        .toList())
                : weights;
        long different =
                counted.names().stream().map(WrapperPrefixes::bare).distinct().count();
        boolean same = counted.names().stream().allMatch(name -> bare(name).equals(name));
        return same || different < counted.size() ? counted : counted.renamed(WrapperPrefixes::bare);
    }

    private static String bare(String name) {
        String bare = name;
        for (String before = ""; !before.equals(bare); ) {
            before = bare;
            for (String prefix : PREFIXES) {
                bare = bare.startsWith(prefix) ? bare.substring(prefix.length()) : bare;
            }
        }
        // A submodule that was compiled separately has the prefix within its names.
        return bare.replace("._orig_mod.", ".");
    }

    /** Returns the tensors under an entry without the prefix, or all tensors if the entry is null. */
    static StateDict entry(StateDict weights, CheckpointFile file, @Nullable String entry) {
        if (entry == null) {
            return weights;
        }
        List<String> own = beginning(weights.names(), entry);
        if (own.isEmpty()) {
            throw file.refused(
                    "hold tensors under " + entry, entries(weights.names()), "name what their names begin with");
        }
        return weights.only(own).withoutPrefix(entry + ".");
    }

    private static List<String> beginning(List<String> names, String entry) {
        return names.stream().filter(name -> name.startsWith(entry + ".")).toList();
    }

    /** Returns the tensors of a map under an entry, without the prefix. */
    static Map<String, StoredTensor> entry(Map<String, StoredTensor> tensors, String entry) {
        Map<String, StoredTensor> own = new LinkedHashMap<>();
        UnaryOperator<String> rest = name -> name.substring(entry.length() + 1);
        beginning(List.copyOf(tensors.keySet()), entry).forEach(name -> own.put(rest.apply(name), tensors.get(name)));
        return own;
    }

    private static String entries(List<String> names) {
        return names.stream()
                .map(name -> name.replaceFirst("\\..*", ""))
                .distinct()
                .limit(MAX_SHOWN)
                .collect(Collectors.joining(", "));
    }
}
