package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.github.pdd4j.setting.Facts;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The loss functions of the discriminator's logits, which are high for real images; each is a mean over all logits.
 *
 * <pre>{@code
 * System.out.println(AdversarialKind.HINGE.formula());
 * }</pre>
 */
public interface AdversarialKind {
    /**
     * Non-saturating (Goodfellow and others 2014, section 3), the default: softplus(−x) for real, softplus(x) for
     * fake, softplus(−x) for the generator.
     */
    AdversarialKind VANILLA = new Named(
            "VANILLA", 0, "mean softplus(−D)", Named::softplusOfMinus, Named::softplusOfMinus, Activation::softPlus);

    /**
     * Least squares (Mao and others 2017) with targets 1 and 0: (x − 1)² for real, x² for fake, (x − 1)² for the
     * generator.
     */
    AdversarialKind LSGAN = new Named(
            "LSGAN",
            0.5,
            "mean (D − 1)²",
            x -> x.sub(1f).square(),
            x -> x.sub(1f).square(),
            NDArray::square);

    /**
     * Wasserstein (Arjovsky and others 2017): −x for real, x for fake, −x for the generator; unbounded unless the
     * discriminator is constrained.
     */
    AdversarialKind WGAN = new Named("WGAN", 0, "mean −D", NDArray::neg, NDArray::neg, x -> x);

    /**
     * The logistic loss of StyleGAN2 (Karras and others 2020) under BasicSR's name; the same formulas as
     * {@link #VANILLA}.
     */
    AdversarialKind WGAN_SOFTPLUS = new Named(
            "WGAN_SOFTPLUS",
            0,
            "mean softplus(−D)",
            Named::softplusOfMinus,
            Named::softplusOfMinus,
            Activation::softPlus);

    /** Hinge (Lim and Ye 2017): max(0, 1 − x) for real, max(0, 1 + x) for fake, −x for the generator. */
    AdversarialKind HINGE = new Named(
            "HINGE",
            0,
            "mean −D",
            NDArray::neg,
            x -> Activation.relu(x.neg().add(1f)),
            x -> Activation.relu(x.add(1f)));

    /** The built-in kinds. */
    List<AdversarialKind> ALL = List.of(VANILLA, LSGAN, WGAN, WGAN_SOFTPLUS, HINGE);

    /**
     * The generator's loss as a formula of the logits D.
     *
     * @return the formula
     */
    String formula();

    /**
     * The loss of the generator.
     *
     * @param logits of generated images, (N, 1, H, W)
     * @return a scalar, small where the logits are high
     */
    NDArray generator(NDArray logits);

    /**
     * The discriminator's loss for real images.
     *
     * @param logits of real images, (N, 1, H, W)
     * @return a scalar
     */
    NDArray real(NDArray logits);

    /**
     * The discriminator's loss for generated images.
     *
     * @param logits of generated images, (N, 1, H, W)
     * @return a scalar
     */
    NDArray fake(NDArray logits);

    /**
     * The decision threshold for the discriminator's accuracy: logits above it count as real.
     *
     * @return a logit
     */
    double boundary();

    /**
     * A kind that is made of one function for each of the three losses; the loss is the mean of the function's values.
     *
     * @param name name of the constant in {@link AdversarialKind}; two kinds of the same name count as the same kind
     * @param boundary logit above which an image counts as real in the discriminator's accuracy
     * @param formula the generator's loss as a formula of the logits D
     * @param ofGenerator generator's loss of each logit of a generated image
     * @param ofReal discriminator's loss of each logit of a real image
     * @param ofFake discriminator's loss of each logit of a generated image
     */
    record Named(
            String name,
            double boundary,
            String formula,
            UnaryOperator<NDArray> ofGenerator,
            UnaryOperator<NDArray> ofReal,
            UnaryOperator<NDArray> ofFake)
            implements AdversarialKind, Facts.Stated {
        @Override
        public Object facts() {
            return name;
        }

        @Override
        public NDArray generator(NDArray logits) {
            return ofGenerator.apply(logits).mean();
        }

        @Override
        public NDArray real(NDArray logits) {
            return ofReal.apply(logits).mean();
        }

        @Override
        public NDArray fake(NDArray logits) {
            return ofFake.apply(logits).mean();
        }

        @Override
        public String toString() {
            return "AdversarialKind." + name;
        }

        private static NDArray softplusOfMinus(NDArray x) {
            return Activation.softPlus(x.neg());
        }
    }
}
