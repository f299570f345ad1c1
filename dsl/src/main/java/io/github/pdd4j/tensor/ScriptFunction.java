package io.github.pdd4j.tensor;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A function of a script of images and weights, with the values of the arguments that follow these: all that a forward
 * pass is, for a call here and for a file that other programs run.
 */
public final class ScriptFunction {
    private final Script script;
    private final String name;
    private final List<Object> sizes;

    ScriptFunction(Script script, String name, List<Object> sizes) {
        this.script = script;
        this.name = name;
        this.sizes = sizes;
    }

    /**
     * Calls the function.
     *
     * @param x images (N, 3, H, W)
     * @param weights the weights in the order that the function expects
     * @return its result, which belongs to the scope of the images
     */
    public NDArray call(NDArray x, List<NDArray> weights) {
        List<Object> rest = new ArrayList<>();
        rest.add(weights);
        rest.addAll(sizes);
        return script.call(name, x, rest.toArray());
    }

    /**
     * Returns the functions of the script as the methods of a TorchScript class, as {@code torch.jit.load} reads them.
     *
     * @param type the qualified name of the class, for example {@code __torch__.Functions}
     * @return source text, indented by two blanks
     */
    public String methods(String type) {
        return ScriptArchive.methods(script.source(), type);
    }

    /**
     * Returns a call of the function in TorchScript.
     *
     * @param x the name of the images
     * @param weights the name of the list of weights
     * @return an expression without the object that the method belongs to, for example {@code forward(x, w,
     *     torch.tensor(4))}
     */
    public String expression(String x, String weights) {
        return name + "(" + x + ", " + weights
                + sizes.stream().map(size -> ", " + constant(size)).collect(Collectors.joining()) + ")";
    }

    /** The same tensor as the one that a call passes. */
    private static String constant(Object size) {
        if (size instanceof Integer || size instanceof Long) {
            return "torch.tensor(" + size + ")";
        }
        if (size instanceof Number number) {
            return "torch.tensor(" + number.doubleValue() + ", dtype=7)";
        }
        float[] row = (float[]) size;
        return "torch.tensor("
                + IntStream.range(0, row.length)
                        .mapToObj(i -> String.valueOf(row[i]))
                        .toList() + ")";
    }
}
