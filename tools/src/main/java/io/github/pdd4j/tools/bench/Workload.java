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
 * The training step that is measured: EMA mode as published, with random weights.
 *
 * @param sizes of the networks
 * @param batch labeled images in a step, and as many unlabeled ones
 * @param crop side of the low-resolution crops in pixels, from 8 on
 */
public record Workload(Sizes sizes, int batch, int crop) {
    static final long SEED = 1;

    /**
     * The sizes of the networks.
     *
     * @param features of the RRDBNet, 64 in Real-ESRGAN
     * @param blocks of the RRDBNet
     * @param growth channels that each convolution of a dense block adds
     * @param width channels of the first convolution of VGG19 and of the discriminator, 64 in the published ones
     */
    public record Sizes(int features, int blocks, int growth, int width) {}

    /** The published networks, the RRDBNet with 6 of its 23 blocks, and batches of 2 + 2. */
    public static Workload of(int crop) {
        return new Workload(new Sizes(64, 6, 32, 64), 2, crop);
    }

    /** What a user writes for it. */
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

    /** The side of the truth's crops and of the predictions. */
    int truthSide() {
        return 4 * crop;
    }

    /** Images in one pass of the specialist: labeled and unlabeled ones. */
    int images() {
        return 2 * batch;
    }
}
