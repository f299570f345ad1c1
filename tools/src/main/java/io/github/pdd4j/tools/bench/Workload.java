package io.github.pdd4j.tools.bench;

import static io.github.pdd4j.Pdd.authorsCode;
import static io.github.pdd4j.Pdd.bicubic;
import static io.github.pdd4j.Pdd.distill;
import static io.github.pdd4j.Pdd.unet;

import io.github.pdd4j.data.Images;
import io.github.pdd4j.distill.Distillation;
import io.github.pdd4j.network.DiscriminatorConfig;
import io.github.pdd4j.network.FeatureConfig;
import io.github.pdd4j.network.FeatureExtractor;
import io.github.pdd4j.network.LoadedDiscriminator;
import io.github.pdd4j.network.Network;
import io.github.pdd4j.network.SuperResolutionConfig;
import io.github.pdd4j.network.discriminator.UNetDiscriminator;
import io.github.pdd4j.network.rrdbnet.RrdbNet;
import io.github.pdd4j.network.vgg.Vgg19;
import io.github.pdd4j.tensor.Precision;
import io.github.pdd4j.tensor.Scope;
import io.github.pdd4j.tools.make.InitialWeights;
import io.github.pdd4j.tools.paint.SyntheticImages;

/**
 * The measured training step: EMA mode as published, with random weights.
 *
 * @param sizes the sizes of the networks
 * @param batch the number of labeled images per step, and of unlabeled images
 * @param crop the side of the low-resolution crops in pixels, at least 8
 */
public record Workload(Sizes sizes, int batch, int crop) {
    static final long SEED = 1;

    /**
     * The sizes of the networks.
     *
     * @param features the number of features of the RRDBNet; 64 in Real-ESRGAN
     * @param blocks the number of blocks of the RRDBNet
     * @param growth the channels that each convolution of a dense block adds
     * @param width the channels of the first convolution of VGG19 and of the discriminator; 64 in the published ones
     */
    public record Sizes(int features, int blocks, int growth, int width) {}

    /**
     * Creates a workload with the published networks, but 6 of the RRDBNet's 23 blocks, and batches of 2 + 2 images.
     *
     * @param crop the side of the low-resolution crops in pixels
     * @return the workload
     */
    public static Workload of(int crop) {
        return new Workload(new Sizes(64, 6, 32, 64), 2, crop);
    }

    /** Returns the corresponding distillation, as a user would write it. */
    Distillation sentence(Precision precision) {
        Images images = SyntheticImages.images(4, Math.max(128, 2 * truthSide()), SEED);
        return distill(authorsCode().ema())
                .specialist(specialist())
                .labeled(images.downscaledBy(bicubic()))
                .unlabeled(images)
                .features(features())
                .adversarial(a -> a.discriminatorWarmUp(0).discriminator(unet(sizes.width)))
                .warmUp(1)
                .batch(batch)
                .crop(crop)
                .seed(SEED)
                .precision(precision)
                .checkpoint(c -> c.off());
    }

    Network specialist() {
        SuperResolutionConfig form = RrdbNet.sized(sizes.features, sizes.blocks, sizes.growth);
        return new Network(form, InitialWeights.of(form, SEED), "RRDBNet with random weights");
    }

    FeatureExtractor features() {
        FeatureConfig form = new Vgg19().sized(sizes.width);
        return new FeatureExtractor(form, InitialWeights.of(form, SEED), "VGG19 with random weights", "");
    }

    DiscriminatorConfig discriminator() {
        return UNetDiscriminator.sized(sizes.width);
    }

    LoadedDiscriminator loadedDiscriminator(Precision precision, Scope run) {
        return new LoadedDiscriminator(discriminator(), discriminator().initial(SEED), precision, run);
    }

    /** Returns the side of the ground-truth crops and of the predictions in pixels. */
    int truthSide() {
        return 4 * crop;
    }

    /** Returns the number of images in one pass of the specialist: labeled and unlabeled ones. */
    int images() {
        return 2 * batch;
    }
}
