package io.github.pdd4j.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.github.pdd4j.setting.Facts;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What two adversaries make of the discriminator's logits, high where an image looks real; each the mean over them.
 *
 * <pre>{@code
 * System.out.println(AdversarialKind.HINGE.formula());
 * }</pre>
 */
public interface AdversarialKind {
    /** Non-saturating (Goodfellow and others 2014, section 3), the default: softplus(−x) for real, softplus(x) for fake. */
    AdversarialKind VANILLA = new Named(
            "VANILLA", 0, "mean softplus(−D)", Named::softplusOfMinus, Named::softplusOfMinus, Activation::softPlus);

    /** Least squares (Mao and others 2017), targets 1 and 0: (x − 1)² for real, x² for fake. */
    AdversarialKind LSGAN = new Named(
            "LSGAN",
            0.5,
            "mean (D − 1)²",
            x -> x.sub(1f).square(),
            x -> x.sub(1f).square(),
            NDArray::square);

    /** Wasserstein's critic (Arjovsky and others 2017): −x for real, x for fake; it knows no bound by itself. */
    AdversarialKind WGAN = new Named("WGAN", 0, "mean −D", NDArray::neg, NDArray::neg, x -> x);

    /** The logistic loss of StyleGAN2 (Karras and others 2020) under BasicSR's name: the formulas of {@link #VANILLA}. */
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

    /** The built-in ones. */
    List<AdversarialKind> ALL = List.of(VANILLA, LSGAN, WGAN, WGAN_SOFTPLUS, HINGE);

    /** The generator's loss as a formula of the logits D. */
    String formula();

    /** The generator's loss: small where the logits (N, 1, H, W) of its images are high. */
    NDArray generator(NDArray logits);

    /** The discriminator's loss of real images. */
    NDArray real(NDArray logits);

    /** The discriminator's loss of generated images. */
    NDArray fake(NDArray logits);

    /** The logit between real and fake, by which the discriminator's accuracy is told. */
    double boundary();

    /** A built-in kind, which prints as its constant. */
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
