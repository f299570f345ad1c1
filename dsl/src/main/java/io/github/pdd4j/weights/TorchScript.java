package io.github.pdd4j.weights;

import io.github.pdd4j.tensor.ScriptFunction;
import java.util.List;

/**
 * A network as a TorchScript module, with its weights in modules of their names, as the published code has them.
 *
 * <pre>{@code
 * Path file = Files.createTempDirectory("network").resolve("adapted.pt");
 * compactGeneralist().save(file);
 * }</pre>
 *
 * @param forward the forward pass, a function of images and weights
 * @param names the names of the weights that it takes, in their order
 * @param parameters the names of those that a training changes; all other tensors of a file are buffers
 * @param scale the scale factor
 * @param multiple what the function needs the height and width of images to be multiples of; the module takes images of
 *     any size, continues them by their last row and column, and crops its result
 */
public record TorchScript(
        ScriptFunction forward, List<String> names, List<String> parameters, int scale, int multiple) {}
