package io.github.pdd4j.weights;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the format of {@code torch.jit.save}: a zip archive of source text, a pickle of the modules, and the numbers.
 *
 * <p>A module is an object of a class, which declares the names and types of what it holds. Modules that hold the same
 * share a class. The functions of the forward pass are methods of a module without weights.
 */
final class TorchScriptWriter {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private static final String NETWORK = "Network";
    private static final String FUNCTIONS = "Functions";

    /** No weight has a name with a leading underscore. */
    private static final String OF_FUNCTIONS = "_functions";

    private static final String EMPTY_TUPLE = "\u0080\u0002).";

    private final TorchScript network;
    private final List<String> names;
    private final Set<String> parameters;
    private final StringBuilder source = new StringBuilder();
    private final Map<String, String> classes = new LinkedHashMap<>();

    private TorchScriptWriter(TorchScript network, List<String> names) {
        this.network = network;
        this.names = names;
        this.parameters = Set.copyOf(network.parameters());
    }

    static void write(TorchScript network, StateDict weights, StoredType type, OutputStream out) throws IOException {
        TorchScriptWriter writer = new TorchScriptWriter(network, weights.names());
        Module root = writer.module();
        var archive = new TorchArchive(out);
        archive.put("data.pkl", Pickler.pickled(root, weights, type));
        archive.put("code/__torch__.py", writer.source.toString());
        archive.put("constants.pkl", EMPTY_TUPLE.getBytes(StandardCharsets.ISO_8859_1));
        archive.put("extra/metadata.json", JSON.toJson(weights.metadata()));
        archive.finish(weights, type);
    }

    /**
     * A module with what it holds.
     *
     * @param type the name of its class
     * @param tensors the positions of its tensors among all of the network, by the last part of their names
     * @param modules the modules in it, by name
     */
    record Module(String type, Map<String, Integer> tensors, Map<String, Module> modules) {}

    private Module module() {
        source.append("class " + FUNCTIONS
                        + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n")
                .append(network.forward().methods("__torch__." + FUNCTIONS));
        List<Integer> all = IntStream.range(0, names.size()).boxed().collect(Collectors.toList());
        return of("", all, true);
    }

    /** The module of the tensors at these positions, whose names have this prefix. */
    private Module of(String prefix, List<Integer> positions, boolean root) {
        Map<String, Integer> tensors = new LinkedHashMap<>();
        Map<String, List<Integer>> parts = new LinkedHashMap<>();
        for (int position : positions) {
            String rest = names.get(position).substring(prefix.length());
            int dot = rest.indexOf('.');
            if (dot < 0) {
                tensors.put(rest, position);
            } else {
                parts.computeIfAbsent(rest.substring(0, dot), key -> new ArrayList<>())
                        .add(position);
            }
        }
        Map<String, Module> modules = new LinkedHashMap<>();
        parts.forEach((name, inner) -> modules.put(name, of(prefix + name + ".", inner, false)));
        if (root) {
            modules.put(OF_FUNCTIONS, new Module(FUNCTIONS, Map.of(), Map.of()));
        }
        return new Module(declared(tensors, modules, root), tensors, modules);
    }

    private String declared(Map<String, Integer> tensors, Map<String, Module> modules, boolean root) {
        StringBuilder body = new StringBuilder();
        body.append("  __parameters__ = [").append(quoted(tensors, true)).append("]\n");
        body.append("  __buffers__ = [").append(quoted(tensors, false)).append("]\n");
        body.append("  training : bool\n");
        tensors.keySet().forEach(name -> body.append(annotation(name, "Tensor")));
        modules.forEach((name, module) -> body.append(annotation(name, "__torch__." + module.type())));
        if (root) {
            body.append(forward());
            return add(NETWORK, body.toString());
        }
        String known = classes.get(body.toString());
        return known != null ? known : add("Module" + classes.size(), body.toString());
    }

    /** Many names are numbers, which cannot be declared as a variable is. */
    private static String annotation(String name, String type) {
        return "  __annotations__[\"" + name + "\"] = " + type + "\n";
    }

    private String quoted(Map<String, Integer> tensors, boolean learned) {
        return tensors.entrySet().stream()
                .filter(tensor -> parameters.contains(names.get(tensor.getValue())) == learned)
                .map(tensor -> "\"" + tensor.getKey() + "\", ")
                .collect(Collectors.joining());
    }

    private String add(String name, String body) {
        classes.put(body, name);
        source.append("class ").append(name).append("(Module):\n").append(body);
        return name;
    }

    private String forward() {
        String weights =
                network.names().stream().map(TorchScriptWriter::expression).collect(Collectors.joining(", "));
        return String.join(
                "\n",
                "  def forward(self: __torch__." + NETWORK + ", x: Tensor) -> Tensor:",
                "    w = [" + weights + "]",
                "    down = torch.remainder(torch.neg(torch.size(x, 2)), " + network.multiple() + ")",
                "    across = torch.remainder(torch.neg(torch.size(x, 3)), " + network.multiple() + ")",
                "    whole = torch.replication_pad2d(torch.to(x, w[0]), [0, across, 0, down])",
                "    y = self." + OF_FUNCTIONS + "." + network.forward().expression("whole", "w"),
                "    height = torch.mul(torch.size(x, 2), " + network.scale() + ")",
                "    width = torch.mul(torch.size(x, 3), " + network.scale() + ")",
                "    return torch.to(torch.slice(torch.slice(y, 2, 0, height), 3, 0, width), x)",
                "");
    }

    /** The tensor of a name: the names of modules are often numbers, which only getattr takes. */
    private static String expression(String name) {
        String module = "self";
        for (String part : name.split("\\.", -1)) {
            module = "getattr(" + module + ", \"" + part + "\")";
        }
        return module;
    }
}
